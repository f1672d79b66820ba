"""Whether two people or accounts are the same person: by person, ID number, Telegram user or phone number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.database.remembered import remembered
from storage.identity import accounts, former_keys, limit_records, shared_numbers
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person

# Before the key of a phone number: what counts for who has proven the number, until the carriers' quarantine is over.
PROVEN = "proven-"
# Before the key of an ID number as it was typed: what counts for whether a matter is a member of staff's own.
TYPED = "typed-"


@dataclass(frozen=True)
class _Keys:
    person: Person | None
    telegram_id: int | None


def are_same(session: Session, one: Person | Account, other: Person | Account) -> bool:
    """Return True if any key of both is equal: the row, the ID number, the Telegram user or the phone number.

    An account without a person is known by its Telegram user alone. Telegram users are the same with each of the
    desk's bots.
    """
    first, second = _keys(session, one), _keys(session, other)
    if first.telegram_id is not None and first.telegram_id == second.telegram_id:
        return True
    return first.person is not None and second.person is not None and _are_same_people(first.person, second.person)


@remembered
def were_same(session: Session, one: Person | Account, other: Person | Account) -> bool:
    """Return True if any key that either has or had is the other's, now or before.

    The keys of who has or had the same ID number are theirs, too: nobody sheds a phone number with an account. The keys
    of now are read first: one that another transaction replaces meanwhile is then among the former ones.
    """
    if are_same(session, one, other):
        return True
    first, second = _keys(session, one), _keys(session, other)
    theirs, others = _now_and_before(session, first), _now_and_before(session, second)
    if theirs & others or _unlinked(second, theirs) & others or _unlinked(first, others) & theirs:
        return True
    return _has_number_with(session, first, others) or _has_number_with(session, second, theirs)


@remembered
def may_be_same(session: Session, one: Person | Account, other: Person | Account) -> bool:
    """Return True if they are or were the same, or have typed the same ID number, whoever holds it: for acts of staff.

    Members of staff learn by it only what others have typed of their own number. Nobody else may be asked this way: the
    answer tells whether a number is held.
    """
    if were_same(session, one, other):
        return True
    first, second = _keys(session, one), _keys(session, other)
    theirs, others = _typed_and_before(session, first), _typed_and_before(session, second)
    return bool(theirs & others or _unlinked(second, theirs) & others or _unlinked(first, others) & theirs)


def typed_number_key(person: Person) -> str:
    """Return the key of the ID number that a person holds or declares, whoever holds it; "" if it is erased."""
    if holds_number(person):
        return f"{TYPED}number:{person.id_number_index}"
    return f"{TYPED}number:{people.id_number_index(person.id_number)}" if person.id_number else ""


def had_any(session: Session, one: Person | Account, keys: Iterable[str]) -> bool:
    """Return True if any of these keys, such as `phone:…`, is or was theirs."""
    return not _now_and_before(session, _keys(session, one)).isdisjoint(map(former_keys.key_hash, keys))


def keep_keys(session: Session, person: Person, keys: Iterable[str], *, now: datetime) -> None:
    """Keep keys of a person that are no longer theirs, as long as limit records are kept.

    Phone numbers are kept for who has proven them, too, until the carriers' quarantine is over.
    """
    kept = list(keys)
    until = last_day(session, RuleName.LIMIT_RECORD_DAYS, now=now)
    former_keys.add(session, person.id, map(former_keys.key_hash, kept), until=until)
    proven = [f"{PROVEN}{key}" for key in kept if key.startswith("phone:")]
    until = min(until, last_day(session, RuleName.PHONE_QUARANTINE_DAYS, now=now))
    former_keys.add(session, person.id, map(former_keys.key_hash, proven), until=until)


def keep_number(session: Session, person: Person, telegram_id: int | None, *, now: datetime) -> None:
    """Keep for the ID number of who leaves which phone numbers and Telegram users they had.

    The records name no person: each is a keyed hash of the ID number with one of those keys, and ends with that key.
    """
    until = last_day(session, RuleName.LIMIT_RECORD_DAYS, now=now)
    ends = former_keys.ends_of_person(session, person.id)
    ends |= dict.fromkeys(map(former_keys.key_hash, keys_of(None, telegram_id)), until)
    for hashed, end in ends.items():
        limit_records.add(session, _with_number(person, [hashed]), until=end)


def last_day(session: Session, period: RuleName, *, now: datetime) -> date:
    """Return the last day of as many days as this rule says, from today on."""
    return local_time.date_of(now) + timedelta(days=rules.number(session, period, at=now))


def former_accounts(session: Session, person: Person) -> list[Account]:
    """Return the accounts that identity cases have ended because this person got another one."""
    hashes = former_keys.of_person(session, person.id)
    ended = accounts.ended(session) if hashes else []
    return [each for each in ended if former_keys.key_hash(*keys_of(None, each.telegram_id)) in hashes]


def keys_of(person: Person | None, telegram_id: int | None = None) -> list[str]:
    """Return the keys of a person and a Telegram user as texts."""
    found = [f"telegram:{telegram_id}"] if telegram_id is not None else []
    found += [f"number:{person.id_number_index}"] if person is not None else []
    return found + ([f"phone:{person.phone_index}"] if person is not None and person.phone_index else [])


@remembered
def alike(session: Session, person: Person) -> list[Person]:
    """Return this person, and everybody whose acts count for them: the same Telegram user or phone number.

    Who declares the same ID number does not count for others who declare it: anybody can type it. For its holder those
    count who had declared it before, unless staff have answered that they are somebody else.
    """
    account = accounts.of_person(session, person.id)
    same_user = accounts.of_telegram_ids(session, [account.telegram_id]) if account else []
    found = [session.get_one(Person, each.person_id) for each in same_user if each.person_id is not None]
    found += people.with_phone_index(session, person.phone_index) if person.phone_index else []
    found += shared_numbers.counting_for(session, person.id)
    return list({each.id: each for each in [person, *found]}.values())


def had_keys_of(session: Session, person: Person) -> frozenset[UUID]:
    """Return the ids of the people who had before what is this person's phone number or Telegram user now.

    Of a phone number that is proven to be theirs, whoever had it before counts until the carriers' quarantine is over:
    numbers are given out again.
    """
    account = accounts.of_person(session, person.id)
    keys = [f"telegram:{account.telegram_id}"] if account is not None else []
    prefix = PROVEN if has_proven_phone(person) else ""
    keys += [f"{prefix}phone:{person.phone_index}"] if person.phone_index else []
    return former_keys.people_with(session, map(former_keys.key_hash, keys))


def holds_number(person: Person) -> bool:
    """Return whether the person's ID number is theirs on record or verified, and not only declared."""
    return person.registered or person.verified_at is not None


def has_proven_phone(person: Person) -> bool:
    """Return whether the phone number is the person's by a code or their own contact, and their ID number is, too."""
    return holds_number(person) and person.phone != "" and not person.phone_unconfirmed


def has_phone_alone(session: Session, person: Person) -> bool:
    """Return whether the phone number is proven to be the person's, and nobody else has it now."""
    return has_proven_phone(person) and len(people.with_phone_index(session, person.phone_index)) == 1


def _keys(session: Session, one: Person | Account) -> _Keys:
    if isinstance(one, Account):
        return _Keys(session.get(Person, one.person_id) if one.person_id else None, one.telegram_id)
    account = accounts.of_person(session, one.id)
    return _Keys(one, account.telegram_id if account else None)


def _now_and_before(session: Session, keys: _Keys) -> frozenset[str]:
    current = frozenset(map(former_keys.key_hash, keys_of(keys.person, keys.telegram_id)))
    return current | (former_keys.of_person(session, keys.person.id) if keys.person is not None else frozenset())


def _typed_and_before(session: Session, keys: _Keys) -> frozenset[str]:
    """Return the hashes of the ID number that somebody has typed, and of their former keys."""
    if keys.person is None:
        return frozenset()
    key = typed_number_key(keys.person)
    return frozenset([former_keys.key_hash(key)] if key else []) | former_keys.of_person(session, keys.person.id)


def _has_number_with(session: Session, keys: _Keys, hashes: frozenset[str]) -> bool:
    """Return whether somebody with the same ID number has or had one of these keys, also an account that is deleted.

    Who declares a number that somebody holds has another hash of it, and so nothing in common with its holder.
    """
    if keys.person is None:
        return False
    if limit_records.exists(session, _with_number(keys.person, hashes)):
        return True
    same = people.with_number_index(session, keys.person.id_number_index)
    return any(_now_and_before(session, _keys(session, each)) & hashes for each in same if each.id != keys.person.id)


def _with_number(person: Person, hashes: Iterable[str]) -> list[str]:
    return [limit_records.key_hash("number with", f"{person.id_number_index}:{each}") for each in hashes]


def _unlinked(keys: _Keys, hashes: Iterable[str]) -> frozenset[str]:
    """Return how these hashes are kept for a person whose account was deleted."""
    person = keys.person
    return frozenset(former_keys.unlinked_hash(person.id, each) for each in hashes) if person else frozenset()


def _are_same_people(one: Person, other: Person) -> bool:
    same_phone = one.phone_index != "" and one.phone_index == other.phone_index
    return one.id == other.id or one.id_number_index == other.id_number_index or same_phone
