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
from bot.services.identity import same_person
from storage import audit
from storage.filing import filings, owner_blocks
from storage.identity import accounts, shared_numbers as store
from storage.register import people
from storage.register.people import Person
from storage.review import blacklist
from storage.review.blacklist import BlacklistStatus


class SharedNumberUnanswered(Refusal, key="refused-shared-number", offers=("identity", "queue", "staff")):
    """Somebody else has declared the ID number, and something is held against them: is it the same person?"""


# What is typed after the word that verifies somebody: whether who else has declared the number is the same person.
ANSWERS = {"same": True, "同一人": True, "other": False, "另一人": False}


@dataclass(frozen=True, slots=True)
class SharedMatter:
    """What is held against somebody else who has declared the same ID number.

    is_proposed: for the blacklist; blocks: of owners, in force; applications: of the calendar year; filed: vehicles.
    """

    other: Person
    blacklisted_until: datetime | None
    is_proposed: bool
    blocks: int
    applications: int
    filed: int

    @property
    def weighs(self) -> bool:
        """Whether anything is held against them."""
        return bool(self.blacklisted_until or self.is_proposed or self.blocks or self.applications or self.filed)


def matters(
    session: Session, person: Person | None, id_number: str, *, now: datetime, but: Collection[UUID | None] = ()
) -> list[SharedMatter]:
    """Return what has to be answered before this person is verified with the ID number.

    person: None for one who is new. but: who is known to be the same person.
    """
    found = [_matter(session, each, now=now) for each in _others(session, person, id_number) if each.id not in but]
    return [each for each in found if each.weighs]


def require_answer(found: Sequence[SharedMatter], counts: bool | None) -> None:
    """Check that somebody has answered whether it counts. Raises SharedNumberUnanswered."""
    if found and counts is None:
        raise SharedNumberUnanswered


def answer(
    session: Session, person: Person, found: Sequence[SharedMatter], *, counts: bool, by: UUID | None, now: datetime
) -> None:
    """Keep whether this counts for the person. by: the account that has answered, None if it counts by itself."""
    others = [each.other.id for each in found]
    for row in store.answer(session, person.id, others, counts=counts, by=by, at=now):
        audit.record(session, audit.Action.NUMBER_SHARED, by=by, on=row.id, at=now, counts=counts)


def carry_over(session: Session, person: Person, *, now: datetime) -> None:
    """Let what is held against other declarers count for who comes to hold the number by themselves."""
    known = store.of_person(session, person.id)
    found = [each for each in matters(session, person, person.id_number, now=now) if each.other.id not in known]
    answer(session, person, found, counts=True, by=None, now=now)


def is_unanswered(session: Session, person: Person) -> bool:
    """Return whether acts of others count for this person by themselves: they may ask staff to answer."""
    return any(row.answered_by is None for row in store.of_person(session, person.id).values())


def _others(session: Session, person: Person | None, id_number: str) -> list[Person]:
    """Return about whom is not answered yet: who has declared the number before the person came to hold it."""
    known = store.of_person(session, person.id) if person is not None else {}
    if person is not None and _is_settled(session, person):
        return [session.get_one(Person, each) for each, row in known.items() if row.answered_by is None]
    declared = people.declared(session, id_number) if id_number else []
    answered = {each for each, row in known.items() if row.answered_by is not None}
    return [each for each in declared if each.id not in answered and (person is None or each.id != person.id)]


def _is_settled(session: Session, person: Person) -> bool:
    return same_person.holds_number(person) and accounts.of_person(session, person.id) is not None


def _matter(session: Session, other: Person, *, now: datetime) -> SharedMatter:
    until = other.blacklisted_until
    year = local_time.at(local_time.date_of(now).replace(month=1, day=1))
    entries = blacklist.of_person(session, other.id)
    return SharedMatter(
        other,
        until if until is not None and until > now else None,
        any(each.status is BlacklistStatus.PROPOSED for each in entries),
        len(owner_blocks.of_person(session, other.id)),
        filings.count_applied(session, [other.id], since=year),
        filings.count_active(session, [other.id]),
    )
