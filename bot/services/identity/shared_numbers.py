"""Shared numbers: what others did who have declared the ID number that somebody comes to hold.

Anybody can type an ID number, so the acts of who only declares it count for nobody else. But whoever is verified with a
second account shall not start anew: what is held against other declarers counts from then on, until staff answer
that they are two people (`answer`). Who verifies somebody has to answer before; what verifies by itself, such as a face
check or a code to the phone on record, lets it count (`carry_over`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity import left_answers, left_people, limits, same_person
from bot.services.identity.limits import Limit
from storage import audit, objections
from storage.filing import filings, owner_blocks
from storage.identity import accounts, shared_numbers as store
from storage.identity.accounts import Account
from storage.identity.shared_numbers import SharedNumber
from storage.objections import ObjectionState
from storage.organisations import organisations
from storage.register import people
from storage.register.people import Person
from storage.review import blacklist
from storage.review.blacklist import BlacklistStatus
from storage.violations import decisions
from storage.violations.decisions import DecisionState


class SharedNumberUnanswered(Refusal, key="refused-shared-number", offers=("identity", "queue", "staff")):
    """Somebody else has declared the ID number, and something is held against them: is it the same person?"""


# What is typed after the word that verifies somebody: whether who else has declared the number is the same person.
ANSWERS = {"same": True, "同一人": True, "other": False, "另一人": False}


@dataclass(frozen=True, slots=True)
class SharedMatter:
    """What is held against somebody else who has declared the same ID number.

    other: None for those who have left, and had declared the number or had the phone number; what is held against them
    is added up. is_proposed: for the blacklist; blocks: of owners, in force; applications: of the calendar year;
    waiting: undecided, also of the year before; filed: vehicles. business: organisations that they belong to, unpaid
    decisions and open objections.
    """

    other: Person | None
    blacklisted_until: datetime | None
    is_proposed: bool
    blocks: int
    applications: int
    filed: int = 0
    waiting: int = 0
    business: int = 0

    @property
    def weighs(self) -> bool:
        """Whether anything is held against them."""
        counted = self.blocks or self.applications or self.filed or self.waiting or self.business
        return bool(self.blacklisted_until or self.is_proposed or counted)


def matters(
    session: Session, person: Person | None, id_number: str, *, now: datetime, but: Collection[UUID | None] = ()
) -> list[SharedMatter]:
    """Return what has to be answered before this person is verified with the ID number.

    person: None for one who is new. but: who is known to be the same person.
    """
    found = [matter_of(session, each, now=now) for each in _others(session, person, id_number) if each.id not in but]
    found.append(_unanswered_of_left(session, person, id_number, now=now))
    return [each for each in found if each.weighs]


def held_against(session: Session, account: Account, *, now: datetime) -> list[SharedMatter]:
    """Return what is held against the person of an account, and those whom it belonged to who have left."""
    person = session.get(Person, account.person_id) if account.person_id is not None else None
    found = [matter_of(session, person, now=now)] if person is not None else []
    found.append(_of_left(session, person, limits.keys_of_account(account), now=now))
    return [each for each in found if each.weighs]


def require_answer(found: Sequence[SharedMatter], counts: bool | None) -> None:
    """Check that somebody has answered whether it counts. Raises SharedNumberUnanswered."""
    if found and counts is None:
        raise SharedNumberUnanswered


def answer(
    session: Session, person: Person, found: Sequence[SharedMatter], *, counts: bool, by: UUID | None, now: datetime
) -> None:
    """Keep whether this counts for the person. by: the account that has answered, None if it counts by itself."""
    others = [each.other.id for each in found if each.other is not None]
    for row in store.answer(session, person.id, others, counts=counts, by=by, at=now):
        audit.record(session, audit.Action.NUMBER_SHARED, by=by, on=row.id, at=now, counts=counts)
    if len(others) < len(found):
        keys = left_answers.unanswered(session, person, person.id_number)
        left_answers.answer(session, person, keys, same=counts, now=now)
        left_people.follow_appeals(session, person)
        audit.record(session, audit.Action.NUMBER_SHARED, by=by, on=person.id, at=now, counts=counts)


def carry_over(session: Session, person: Person, *, now: datetime) -> None:
    """Let what is held against other declarers count for who comes to hold the number by themselves.

    What those did who have left counts without.
    """
    known = store.of_person(session, person.id)
    found = matters(session, person, person.id_number, now=now)
    new = [each for each in found if each.other is not None and each.other.id not in known]
    answer(session, person, new, counts=True, by=None, now=now)


def reach_holder(session: Session, person: Person, *, now: datetime) -> None:
    """Let what is decided about an earlier declarer count for who has come to hold the number, until staff answer."""
    holder = people.other_holder(session, person) if people.is_contested(session, person) else None
    row = store.count(session, holder.id, person.id, at=now) if holder is not None else None
    if row is not None:
        audit.record(session, audit.Action.NUMBER_SHARED, by=None, on=row.id, at=now, counts=True)


def is_unanswered(session: Session, person: Person, *, now: datetime) -> bool:
    """Return whether acts of others count for this person by themselves: they may ask staff to answer."""
    if any(_is_open(session, row) for row in store.of_person(session, person.id).values()):
        return True
    left = _unanswered_of_left(session, person, person.id_number, now=now)
    return same_person.holds_number(person) and left.weighs


def _others(session: Session, person: Person | None, id_number: str) -> list[Person]:
    """Return about whom is not answered yet: who has declared the number before the person came to hold it."""
    known = store.of_person(session, person.id) if person is not None else {}
    if person is not None and _is_settled(session, person):
        return [session.get_one(Person, each) for each, row in known.items() if _is_open(session, row)]
    declared = people.declared(session, id_number) if id_number else []
    answered = {each for each, row in known.items() if not _is_open(session, row)}
    return [each for each in declared if each.id not in answered and (person is None or each.id != person.id)]


def _is_open(session: Session, row: SharedNumber) -> bool:
    """Return whether staff have not answered, or that both are one person, whose other account goes on all the same.

    That is so if what two decide about belongs to it, and one has answered (`identity_absorptions`).
    """
    return row.answered_by is None or (row.counts and session.get_one(Person, row.other_id).name != "")


def _is_settled(session: Session, person: Person) -> bool:
    return same_person.holds_number(person) and accounts.of_person(session, person.id) is not None


def matter_of(session: Session, other: Person, *, now: datetime) -> SharedMatter:
    """Return what is held against a person, or proposed."""
    until = other.blacklisted_until
    entries = blacklist.of_person(session, other.id)
    return SharedMatter(
        other,
        until if until is not None and until > now else None,
        any(each.status is BlacklistStatus.PROPOSED for each in entries),
        len(owner_blocks.of_person(session, other.id)),
        _made(session, [other.id], now=now),
        filings.count_active(session, [other.id], at=now),
        len(filings.open_of_filer(session, other.id)),
        _business(session, other),
    )


def _business(session: Session, person: Person) -> int:
    unpaid = decisions.of_person(session, person.id, DecisionState.UNPAID)
    objected = [each for each in objections.of_person(session, person.id) if each.state is ObjectionState.OPEN]
    return len(unpaid) + len(objected) + len(organisations.of_person(session, person.id))


def _unanswered_of_left(session: Session, person: Person | None, id_number: str, *, now: datetime) -> SharedMatter:
    """Return what an answer decides about those who have left: not what counts by the Telegram user anyway."""
    keys, account = left_answers.unanswered(session, person, id_number), None
    if person is not None:
        account = accounts.of_person(session, person.id)
    user = limits.keys_of_account(account) if account is not None else []
    return _of_left(session, person, keys, now=now, but=user)


def _of_left(
    session: Session, person: Person | None, keys: Sequence[str], *, now: datetime, but: Sequence[str] = ()
) -> SharedMatter:
    """Return what is held against those who have left and had one of these keys. but: and none of these."""
    listed = people.listed(session, at=now)
    proposed, blocked = blacklist.proposed_people(session), owner_blocks.blocked_with_former_keys(session)
    had = left_people.with_keys(session, {*listed, *proposed, *blocked}, keys, but=person)
    same = [] if person is None else [each.id for each in same_person.alike(session, person)]
    had -= {*same, *left_people.with_keys(session, had, but)}
    return SharedMatter(
        None,
        max((listed[each] for each in had if each in listed), default=None),
        not had.isdisjoint(proposed),
        sum(len(owner_blocks.of_person(session, each)) for each in had),
        max(0, _applied(session, keys, same, now=now, but=but)),
    )


def _applied(
    session: Session, keys: Sequence[str], same: Collection[UUID], *, now: datetime, but: Sequence[str] = ()
) -> int:
    """Return how many applications of the year are recorded for a key, for a phone number beside one's own.

    but: keys for which as many are recorded anyway.
    """
    of_year = Limit.APPLICATION_OF_YEAR
    counts = {key: limits.count(session, of_year, [key], now=now) for key in keys}
    own = _made(session, same, now=now)
    found = max((count - (0 if key.startswith(left_answers.LEFT) else own) for key, count in counts.items()), default=0)
    return found if found > limits.count(session, of_year, but, now=now) - own else 0


def _made(session: Session, ids: Collection[UUID], *, now: datetime) -> int:
    year = local_time.at(local_time.date_of(now).replace(month=1, day=1))
    return filings.count_applied(session, ids, since=year)
