"""Limits that hold for every account of a person, also after an account is deleted or replaced.

What counts is recorded for each key: ID number, phone number and Telegram user. A limit is reached as soon as one key
has reached it. The records are keyed hashes, kept until their last day (the dated rule `limit_record_days`).

Anybody can type an ID number, and phone numbers are given out again. So nothing is recorded for an ID number that is
only declared, and what was recorded for a phone number counts for who holds an ID number and has it alone now until
the carriers' quarantine is over (the dated rule `phone_quarantine_days`). States, such as the blacklist, need no
record: they are read from the rows of people, also of those who have left (`left_people`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot import local_time
from bot.services.identity.left_answers import LEFT, LeftAnswer, is_answered
from bot.services.identity.same_person import PROVEN, alike, has_phone_alone, holds_number, last_day
from bot.services.rules.names import RuleName
from storage import database
from storage.database.remembered import remembered
from storage.filing import filings, owner_blocks
from storage.identity import accounts, limit_records, shared_numbers
from storage.identity.accounts import Account
from storage.register.people import Person

EVERYBODY = ("everybody",)  # The key of what all people do together, about a target.
# Prefixes of keys: of ID numbers that are held or only declared, of phone numbers that are unconfirmed (or `PROVEN`).
HELD, DECLARED, UNCONFIRMED = "held-", "declared-", "unconfirmed-"
# Of a phone number that is proven and whose former holders do not count, as staff have answered.
FREED = "freed-"


class Limit(StrEnum):
    """What is counted or kept. Days and years are calendar days and years."""

    APPLICATION_OF_DAY = "application-of-day"
    APPLICATION_OF_YEAR = "application-of-year"
    PERSON_LOOKUP = "person-lookup"
    VEHICLE_LOOKUP = "vehicle-lookup"
    LOOKUP_OF_PLATE = "lookup-of-plate"
    FIRST_LOOKUP_OF_PLATE = "first-lookup-of-plate"
    IDENTITY_CASE = "identity-case"
    STAFF_IDENTITY_ASKED = "staff-identity-asked"
    CODE_REQUEST = "code-request"
    CODE_OF_DAY = "code-of-day"
    CODE_OF_MONTH = "code-of-month"
    WRONG_CODE_OF_DAY = "wrong-code-of-day"
    WRONG_CODE_OF_MONTH = "wrong-code-of-month"
    # Recorded by earlier versions; they count until their last day.
    OWNER_BLOCK = "owner-block"
    BLACKLIST = "blacklist"


@remembered
def keys_of(session: Session, person: Person) -> list[str]:
    """Return the keys whose records count for this person.

    What others do who only declare the ID number counts for nobody else; what those did who have left counts for who
    comes to hold it, unless staff have answered that they are somebody else. What others did who had the phone number
    counts for who shares it now, has not proven that it is theirs, or has it sooner than carriers give numbers out
    again. Nothing is recorded for an unconfirmed one.
    """
    account = accounts.of_person(session, person.id)
    keys = [f"{HELD if holds_number(person) else DECLARED}number:{person.id_number_index}"]
    left = f"{LEFT}number:{person.id_number_index}"
    keys += [left] if holds_number(person) and not is_answered(session, LeftAnswer.OTHER, person, left) else []
    keys += [f"{_of_phone(session, person)}phone:{person.phone_index}"] if person.phone_index else []
    return keys + (keys_of_account(account) if account else [])


def keys_of_account(account: Account) -> list[str]:
    """Return the key of a Telegram user, who may not be registered."""
    return [f"telegram:{account.telegram_id}"]


def keys_of_user(session: Session, account: Account) -> list[str]:
    """Return the keys that count for who uses this account: of its person, or of a guest's Telegram user."""
    person = session.get(Person, account.person_id) if account.person_id else None
    return keys_of(session, person) if person is not None else keys_of_account(account)


def proven_keys_of_user(session: Session, account: Account) -> list[str]:
    """Return the keys that nobody else can use up: not an ID number that is only declared, as anybody can."""
    return [key for key in keys_of_user(session, account) if not key.startswith(DECLARED)]


def counting_keys(session: Session, person: Person) -> list[str]:
    """Return the keys by which what people have done counts for this person, also of who has left."""
    return _counting(keys_of(session, person))


def own_keys(session: Session, person: Person) -> list[str]:
    """Return those that only this same person had: the Telegram user, the ID number, what staff have answered about."""
    return [
        key
        for key in keys_of(session, person)
        if key.startswith(("telegram:", HELD))
        or (key.startswith((LEFT, PROVEN)) and is_answered(session, LeftAnswer.SAME, person, key))
    ]


def bare(key: str) -> str:
    """Return the key of everybody who has this ID number or phone number."""
    prefix, _, kind = key.partition(":")[0].rpartition("-")
    return key.removeprefix(f"{prefix}-") if prefix and kind in ("number", "phone") else key


def lock(session: Session, keys: Iterable[str], *, about: str = "") -> None:
    """Let the accounts of one person wait for each other until the end of the transaction. Lock rows afterwards.

    about: a target, such as a plate, for which everybody waits too.
    """
    for key in sorted({*map(bare, keys), *([f"target:{about}"] if about else [])}):
        database.lock_name(session, database.NamedLock.LIMIT, key)


def record(session: Session, limit: Limit, keys: Sequence[str], *, until: date, now: datetime, about: str = "") -> None:
    """Count an act, or keep a state, for these keys. until: the last day on which it counts, unless a rule ends it."""
    recorded = _recorded(keys)
    until = min(until, last_day(session, RuleName.LIMIT_RECORD_DAYS, now=now))
    limit_records.add(session, _hashes(limit, recorded, about), until=until)
    until = min(until, last_day(session, RuleName.PHONE_QUARANTINE_DAYS, now=now))
    limit_records.add(session, _hashes(limit, _proven(recorded), about), until=until)


def record_today(session: Session, limit: Limit, keys: Sequence[str], *, now: datetime, about: str = "") -> None:
    """Count an act until the end of the day."""
    record(session, limit, keys, until=local_time.date_of(now), now=now, about=about)


def record_application(session: Session, keys: Sequence[str], *, now: datetime) -> None:
    """Count an application for its day and its year."""
    for limit, (_, last) in _periods(now).items():
        record(session, limit, keys, until=last, now=now)


def count(session: Session, limit: Limit, keys: Sequence[str], *, now: datetime) -> int:
    """Return how often this was recorded for the key with the most records; an ID number is one key, however had."""
    counting, today = _counting(keys), local_time.date_of(now)
    of_number = [key for key in counting if bare(key).startswith("number:")]
    others = limit_records.most(session, _hashes(limit, [key for key in counting if key not in of_number]), on=today)
    return max(others, sum(limit_records.most(session, _hashes(limit, [key]), on=today) for key in of_number))


def count_applications(session: Session, limit: Limit, person: Person, *, now: datetime) -> int:
    """Return how many applications of the day or the year count: recorded for a key, or made before there were records.

    Those are counted by their rows, of everybody whose acts count for this person.
    """
    first, _ = _periods(now)[limit]
    made = filings.count_applied(session, [each.id for each in alike(session, person)], since=local_time.at(first))
    return max(made, count(session, limit, keys_of(session, person), now=now))


def reached_until(
    session: Session, limit: Limit, keys: Sequence[str], *, most: int, now: datetime, about: str = ""
) -> date | None:
    """Return the day from which no key has reached the limit any more, None if none has reached it."""
    last = limit_records.full_until(
        session, _hashes(limit, _counting(keys), about), most=most, on=local_time.date_of(now)
    )
    return last + timedelta(days=1) if last is not None else None


def recorded_until(
    session: Session, limit: Limit, keys: Sequence[str], *, now: datetime, about: str = ""
) -> date | None:
    """Return the last day on which a state is kept for one of these keys, None if it is not."""
    return limit_records.latest(session, _hashes(limit, _counting(keys), about), on=local_time.date_of(now))


def forget(session: Session, limit: Limit, keys: Sequence[str], *, about: str = "") -> None:
    """Delete the records of these keys: what was recorded does not hold any more."""
    recorded = _recorded(keys)
    limit_records.delete(session, _hashes(limit, [*recorded, *_proven(recorded)], about))


def keep(session: Session, account: Account, *, now: datetime) -> None:
    """Keep the applications that count for the person of an account that is being separated, for each of their keys."""
    person = session.get(Person, account.person_id) if account.person_id else None
    if person is None:
        return
    keys, everybody = keys_of(session, person), [person, *shared_numbers.counting_for(session, person.id)]
    _keep_applications(session, everybody, keys, now=now)


def keep_left(session: Session, person: Person, key: str, *, now: datetime) -> None:
    """Keep the applications of who leaves under the key of an ID number that they have only declared."""
    for limit, (first, last) in _periods(now).items():
        made = filings.count_applied(session, [person.id], since=local_time.at(first))
        limit_records.add(session, _hashes(limit, [key]) * made, until=last)


def forget_phone(session: Session, person: Person) -> None:
    """Delete what is recorded for the phone number of this person, which is somebody else's.

    What somebody did who has it is still recorded for their other keys.
    """
    keys = [f"phone:{person.phone_index}"]
    for limit in (Limit.BLACKLIST, Limit.APPLICATION_OF_DAY, Limit.APPLICATION_OF_YEAR, Limit.IDENTITY_CASE):
        forget(session, limit, keys)
    for block in owner_blocks.of_person(session, person.id):
        forget(session, Limit.OWNER_BLOCK, keys, about=block.id.hex)


def _keep_applications(session: Session, everybody: Sequence[Person], keys: Sequence[str], *, now: datetime) -> None:
    """Record the applications that a key lacks: made before there were records, or before the key was theirs."""
    for limit, (first, last) in _periods(now).items():
        made = filings.count_applied(session, [each.id for each in everybody], since=local_time.at(first))
        for key in _recorded(keys):
            for _ in range(made - count(session, limit, [key], now=now)):
                record(session, limit, [key], until=last, now=now)


def _periods(now: datetime) -> dict[Limit, tuple[date, date]]:
    """Return the first and the last day of the periods for which applications are counted."""
    today = local_time.date_of(now)
    year = today.replace(month=1, day=1), today.replace(month=12, day=31)
    return {Limit.APPLICATION_OF_DAY: (today, today), Limit.APPLICATION_OF_YEAR: year}


def _recorded(keys: Sequence[str]) -> list[str]:
    """Return the keys for which acts are recorded: not those of numbers that may not be theirs."""
    kept = [key for key in keys if not key.startswith((DECLARED, UNCONFIRMED, LEFT))]
    return [key.removeprefix(PROVEN).removeprefix(FREED) for key in kept]


def _proven(keys: Sequence[str]) -> list[str]:
    """Return the keys under which acts of these phone numbers count for who has proven them."""
    return [f"{PROVEN}{key}" for key in keys if key.startswith("phone:")]


def _counting(keys: Sequence[str]) -> list[str]:
    """Return the keys whose records count: of a declared ID number its holder's."""
    return [key.removeprefix(UNCONFIRMED).replace(DECLARED, HELD, 1) for key in keys if not key.startswith(FREED)]


def _of_phone(session: Session, person: Person) -> str:
    """Return the prefix of the key of a person's phone number."""
    if not has_phone_alone(session, person):
        return UNCONFIRMED if person.phone_unconfirmed else ""
    key = f"{PROVEN}phone:{person.phone_index}"
    return FREED if is_answered(session, LeftAnswer.OTHER, person, key) else PROVEN


def _hashes(limit: Limit, keys: Sequence[str], about: str = "") -> list[str]:
    return [limit_records.key_hash(f"{limit}:{about}", key) for key in keys]
