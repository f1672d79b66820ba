"""Whose matter a row is: by what everybody is known whom a duty of staff about this row concerns."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.database import table_of
from storage.database.encryption import current_keyring
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.filing.vehicle_codes import VehicleCode
from storage.objections import Objection
from storage.organisations.organisations import OrganisationMember
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import Refund
from storage.register import people
from storage.register.former_owners import FormerOwner
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.fault_injection.random_worlds.observations import Observation
from tests.fault_injection.random_worlds.records import Keys

Subjects = Iterator[UUID | None]


def subjects(observation: Observation, kind: type[SQLModel], key: UUID) -> Subjects:
    """Return the people, accounts and members of staff whom a row concerns."""
    return CONCERNED.get(kind, _person)(observation, observation.row(kind, key))


def _person(_: Observation, row: Any) -> Subjects:
    yield row.person_id


def _row_itself(_: Observation, row: Any) -> Subjects:
    yield row.id


def _filing(observation: Observation, row: Any) -> Subjects:
    """Return who applies, who has agreed, and who owns or uses the vehicle or did so since the application."""
    yield row.filer_id
    yield from (each.owner_id for each in observation.before.table(Approval).values() if each.filing_id == row.id)
    yield from (each.made_by for each in observation.before.table(VehicleCode).values() if each.filing_id == row.id)
    yield from _users(observation, row.vehicle_id, since=row.applied_at)


def _review(observation: Observation, row: Any) -> Subjects:
    yield from _filing(observation, observation.row(Filing, row.filing_id))


def _blacklist_entry(observation: Observation, row: Any) -> Subjects:
    yield row.person_id
    if row.review_id is not None:
        yield from subjects(observation, Review, row.review_id)


def _identity_case(_: Observation, row: Any) -> Subjects:
    yield from (row.person_id, row.holder_id, row.account_id)


def _objection(observation: Observation, row: Any) -> Subjects:
    """Return who objects, who was fined for the violation, and the users of its vehicle."""
    yield row.person_id
    decisions = observation.before.table(Decision).values()
    yield from (each.person_id for each in decisions if each.violation_id == row.violation_id)
    violation = observation.row(Violation, row.violation_id)
    yield from _users(observation, violation.vehicle_id, since=violation.occurred_at)


def _refund(_: Observation, row: Any) -> Subjects:
    yield row.payer_person


def _difference(observation: Observation, row: Any) -> Subjects:
    orders = observation.before.table(PaymentOrder).values()
    yield from (each.payer_id for each in orders if each.number == row.order_number)


def _vehicle(observation: Observation, row: Any) -> Subjects:
    yield from _users(observation, row.id)


def _certificate(observation: Observation, row: Any) -> Subjects:
    yield from _users(observation, row.vehicle_id)


def _paper_copy(observation: Observation, row: Any) -> Subjects:
    yield row.person_id
    yield from _users(observation, row.vehicle_id)


# Whom a row of each table concerns; of the others it is who is named as `person_id`.
CONCERNED: dict[type[SQLModel], Callable[[Observation, Any], Subjects]] = {
    BillDifference: _difference,
    BlacklistEntry: _blacklist_entry,
    Certificate: _certificate,
    Filing: _filing,
    IdentityCase: _identity_case,
    Objection: _objection,
    PaperCopy: _paper_copy,
    Person: _row_itself,
    Refund: _refund,
    Review: _review,
    StaffMember: _row_itself,
    Vehicle: _vehicle,
}


def typed_keys(observation: Observation, kind: type[SQLModel], key: UUID) -> Keys:
    """Return the ID number and the phone number that were typed into an identity case, as keys."""
    if kind is not IdentityCase:
        return frozenset()
    row = observation.row(kind, key)
    number, phone = _decrypted(row, "sealed_id_number"), _decrypted(row, "sealed_phone")
    found = {f"number {people.id_number_index(number)}"} if number else set()
    return frozenset(found | ({f"phone {people.phone_index(phone)}"} if phone else set()))


def _decrypted(row: Any, column: str) -> str:
    encrypted, where = getattr(row, column), f"{table_of(IdentityCase).name}:{row.id}:{column}"
    return current_keyring().decrypt(encrypted, where).decode() if encrypted else ""


def _users(observation: Observation, vehicle_id: UUID, *, since: datetime | None = None) -> Subjects:
    """Return who owns a vehicle or has filed it, now, or at this moment and after it; with None, ever."""
    vehicle = observation.before.table(Vehicle)[vehicle_id]
    yield from _owner(observation, vehicle.owner_person_id, vehicle.owner_organisation_id, since)
    for former in observation.before.table(FormerOwner).values():
        if former.vehicle_id == vehicle_id and _counts(former.until, since):
            yield from _owner(observation, former.person_id, former.organisation_id, since)
    for filing in observation.before.table(Filing).values():
        if filing.vehicle_id == vehicle_id and filing.active_from is not None and _counts(filing.ended_at, since):
            yield filing.filer_id


def _owner(
    observation: Observation, person_id: UUID | None, organisation_id: UUID | None, since: datetime | None
) -> Subjects:
    """Return the owner, or every member of the organisation that owns the vehicle."""
    yield person_id
    for member in observation.before.table(OrganisationMember).values():
        if member.organisation_id == organisation_id and _counts(member.ended_at, since):
            yield member.person_id


def _counts(ended_at: datetime | None, since: datetime | None) -> bool:
    return ended_at is None or since is None or ended_at > since
