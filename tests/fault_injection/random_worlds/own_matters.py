"""Invariant: no member of staff acts on a matter of their own, and where two must act, they are two people.

Phone numbers and Telegram users that somebody had before count too. Nobody agrees to their own application.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from storage.filing.filings import Filing
from storage.objections import Objection
from storage.payments.refunds import Refund
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.fault_injection.random_worlds.observations import Observation

# Acts of staff about a row of which table.
DUTIES: dict[str, type[SQLModel]] = {
    "review:taken": Review,
    "review:opened": Review,
    "review:passed": Review,
    "filing:returned": Filing,
    "blacklist:proposed": BlacklistEntry,
    "blacklist:confirmed": BlacklistEntry,
    "blacklist:rejected": BlacklistEntry,
    "blacklist:lifted": BlacklistEntry,
    "blacklist:upheld": BlacklistEntry,
    "identity:taken": IdentityCase,
    "identity:approved": IdentityCase,
    "identity:approved_first": IdentityCase,
    "identity:rejected": IdentityCase,
    "objection:answered": Objection,
    "objection:shown": Objection,
    "refund:approved": Refund,
    "staff:verified": StaffMember,
    "verification:withdrawal_proposed": VerificationWithdrawal,
}
# Columns that name the people who must be different ones.
TWO_PEOPLE: dict[type[SQLModel], tuple[str, ...]] = {
    Refund: ("first_person", "second_person"),
    BlacklistEntry: ("proposed_person", "confirmed_person", "appeal_decided_person"),
    IdentityCase: ("first_person", "reviewer_person"),
    RuleProposal: ("proposed_person", "decided_person"),
    StaffProposal: ("proposed_person", "decided_person"),
    VerificationWithdrawal: ("proposed_person", "decided_person"),
}
WITHDRAWN = "withdrawn"
AGREED = ("checking", "in_review", "returned", "active")
REMEMBERED = ("phone ", "telegram ")


class OwnMatters:
    """Checks acts of staff. It remembers the phone numbers and Telegram users that each person has had."""

    def __init__(self) -> None:
        self._had: defaultdict[str, set[str]] = defaultdict(set)

    def check(self, observation: Observation) -> Iterator[str]:
        """Return what is wrong."""
        for person_id in observation.before.table(Person):
            keys = observation.before.keys(person_id)
            self._had[f"person {person_id}"] |= {key for key in keys if key.startswith(REMEMBERED)}
        for entry in observation.entries:
            if entry.action in DUTIES and entry.by is not None:
                yield from self._own(observation, entry)
        for kind, columns in TWO_PEOPLE.items():
            for _, row in observation.changed(kind):
                if getattr(row, "status", "") != WITHDRAWN:
                    yield from self._one_person(observation, row, columns)
        yield from _agreed(observation)

    def _keys(self, observation: Observation, who: UUID | None) -> frozenset[str]:
        """Return by what somebody is and was known."""
        keys = observation.before.keys(who)
        return keys.union(*(self._had.get(key, ()) for key in keys))

    def _own(self, observation: Observation, entry: Any) -> Iterator[str]:
        actor = self._keys(observation, entry.by)
        if not actor:
            yield f"{entry.action} by {entry.by}, who is nobody"
        for subject in _subjects(observation, DUTIES[entry.action], entry.on):
            if shared := actor & self._keys(observation, subject):
                yield f"{entry.action} on {entry.on}: of their own, by {sorted(shared)}"

    def _one_person(self, observation: Observation, row: Any, columns: tuple[str, ...]) -> Iterator[str]:
        people = [(column, getattr(row, column)) for column in columns if getattr(row, column) is not None]
        for (one, first), (other, second) in combinations(people, 2):
            if shared := self._keys(observation, first) & self._keys(observation, second):
                yield f"{one} and {other} of {row.id} are one person, by {sorted(shared)}"


def _agreed(observation: Observation) -> Iterator[str]:
    """Who agrees to an application is not who applies, nor somebody with one of their keys of now."""
    for before, row in observation.changed(Filing):
        if row.status not in AGREED or (before is not None and before.status in AGREED):
            continue
        speaker = observation.before.speaker(row.vehicle_id)
        if shared := observation.before.keys(speaker) & observation.before.keys(row.filer_id):
            yield f"#{row.number} was agreed to by its own applicant, by {sorted(shared)}"


def _subjects(observation: Observation, kind: type[SQLModel], key: UUID) -> Iterator[UUID | None]:
    """Return whose matter this row is."""
    row = observation.row(kind, key)
    if kind is Review:
        yield from _subjects(observation, Filing, row.filing_id)
    elif kind is Filing:
        yield row.filer_id
        yield observation.before.speaker(row.vehicle_id)
    elif kind is IdentityCase:
        yield from (row.person_id, row.holder_id, row.account_id)
    elif kind is Refund:
        yield row.payer_person
    elif kind is StaffMember:
        yield row.id
    else:
        yield row.person_id
