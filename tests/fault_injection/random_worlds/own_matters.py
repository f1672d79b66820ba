"""Invariant: no member of staff acts on a matter of their own, and where two must act, they are two people."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from storage.filing.filings import Filing
from storage.objections import Objection
from storage.payments.refunds import Refund
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
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
}
# Columns that name the people who must be different ones.
TWO_PEOPLE: dict[type[SQLModel], tuple[str, ...]] = {
    Refund: ("first_person", "second_person"),
    BlacklistEntry: ("proposed_person", "confirmed_person", "appeal_decided_person"),
    IdentityCase: ("first_person", "reviewer_person"),
    RuleProposal: ("proposed_person", "decided_person"),
    StaffProposal: ("proposed_person", "decided_person"),
}
WITHDRAWN = "withdrawn"


def check(observation: Observation) -> Iterator[str]:
    """Return what is wrong."""
    for entry in observation.entries:
        if entry.action in DUTIES and entry.by is not None:
            yield from _own(observation, entry)
    for kind, columns in TWO_PEOPLE.items():
        for _, row in observation.changed(kind):
            if getattr(row, "status", "") != WITHDRAWN:
                yield from _one_person(observation, row, columns)


def _own(observation: Observation, entry: Any) -> Iterator[str]:
    actor = observation.before.keys(entry.by)
    if not actor:
        yield f"{entry.action} by {entry.by}, who is nobody"
    for subject in _subjects(observation, DUTIES[entry.action], entry.on):
        if shared := actor & observation.before.keys(subject):
            yield f"{entry.action} on {entry.on}: of their own, by {sorted(shared)}"


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


def _one_person(observation: Observation, row: Any, columns: tuple[str, ...]) -> Iterator[str]:
    people = [(column, getattr(row, column)) for column in columns if getattr(row, column) is not None]
    for (one, first), (other, second) in combinations(people, 2):
        if shared := observation.before.keys(first) & observation.before.keys(second):
            yield f"{one} and {other} of {row.id} are one person, by {sorted(shared)}"
