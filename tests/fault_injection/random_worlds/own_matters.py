"""Invariant: no member of staff acts on a matter of their own, and where two must act, they are two people.

Phone numbers and Telegram users that somebody had before count too. Nobody agrees to their own application.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import SQLModel

from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.payments.bill_differences import BillDifference
from storage.payments.refunds import Refund
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.fault_injection.random_worlds.matters import subjects, typed_keys
from tests.fault_injection.random_worlds.observations import Observation

# Acts of staff about a row of which table.
DUTIES: dict[str, type[SQLModel]] = {
    "review:taken": Review,
    "review:opened": Review,
    "review:passed": Review,
    "review:released": Review,
    "photo:viewed": Review,
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
    "identity:released": IdentityCase,
    "objection:answered": Objection,
    "objection:shown": Objection,
    "refund:approved": Refund,
    "difference:settled": BillDifference,
    "certificate:issued": Certificate,
    "certificate:closed": Certificate,
    "paper:opened": PaperCopy,
    "paper:moved": PaperCopy,
    "vehicle:looked_up": Vehicle,
    "person:found": Person,
    "staff:verified": StaffMember,
    "staff:changed": StaffMember,
    "verification:withdrawn": Person,
    "verification:withdrawal_proposed": VerificationWithdrawal,
    "verification:withdrawal_refused": VerificationWithdrawal,
}
# Columns that name the people who must be different ones.
TWO_PEOPLE: dict[type[SQLModel], tuple[str, ...]] = {
    Refund: ("first_person", "second_person"),
    BlacklistEntry: ("proposed_person", "confirmed_person", "appeal_decided_person"),
    IdentityCase: ("first_person", "reviewer_person"),
    Review: ("owner_person", "reviewer_person"),
    RuleProposal: ("proposed_person", "decided_person"),
    StaffProposal: ("proposed_person", "decided_person"),
    VerificationWithdrawal: ("proposed_person", "decided_person"),
}
# Acts that owners record too, as people; staff act as accounts.
OF_OWNERS_TOO = (Certificate, PaperCopy)
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
            if entry.action in DUTIES and entry.by is not None and _is_duty(observation, entry):
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
        kind = _kind_of(observation, entry)
        concerned = [self._keys(observation, subject) for subject in subjects(observation, kind, entry.on)]
        for keys in (*concerned, typed_keys(observation, kind, entry.on)):
            if shared := actor & keys:
                yield f"{entry.action} on {entry.on}: of their own, by {sorted(shared)}"

    def _one_person(self, observation: Observation, row: Any, columns: tuple[str, ...]) -> Iterator[str]:
        people = [(column, getattr(row, column)) for column in columns if getattr(row, column) is not None]
        for (one, first), (other, second) in combinations(people, 2):
            if shared := self._keys(observation, first) & self._keys(observation, second):
                yield f"{one} and {other} of {row.id} are one person, by {sorted(shared)}"


def _is_duty(observation: Observation, entry: Any) -> bool:
    """Return whether an entry is an act of staff that nobody may do in their own matter."""
    if DUTIES[entry.action] in OF_OWNERS_TOO:
        return entry.by in observation.before.table(Account)
    details = orjson.loads(entry.details) if entry.details else {}
    if entry.action == "staff:changed":
        return _gets_roles(observation, entry.on, details)
    if entry.action == "vehicle:looked_up":
        return bool(details.get("way") == "plate")  # A certificate that is shown may be one's own.
    return entry.on is not None  # Nobody was found.


def _gets_roles(observation: Observation, member_id: UUID, details: dict[str, Any]) -> bool:
    """Return whether somebody who serves gets a role that they did not have."""
    member = observation.before.table(StaffMember).get(member_id)
    if member is None or member.ended_at is not None:
        return False  # They have accepted an invitation.
    return not set(details.get("roles", "").split(";")) <= {"", *member.roles.split(";")}


def _kind_of(observation: Observation, entry: Any) -> type[SQLModel]:
    """Return the table of the row that an entry is about; photos are those of a review or of an identity case."""
    kind = DUTIES[entry.action]
    is_of_case = kind is Review and entry.on in observation.after.table(IdentityCase)
    return IdentityCase if is_of_case else kind


def _agreed(observation: Observation) -> Iterator[str]:
    """Who agrees to an application is not who applies, nor somebody with one of their keys of now."""
    for before, row in observation.changed(Filing):
        if row.status not in AGREED or (before is not None and before.status in AGREED):
            continue
        speaker = observation.before.speaker(row.vehicle_id)
        if shared := observation.before.keys(speaker) & observation.before.keys(row.filer_id):
            yield f"#{row.number} was agreed to by its own applicant, by {sorted(shared)}"
