"""Applications, their reviews, entries of the blacklist, and identity cases."""

from typing import Any

from storage.audit import Action
from storage.database import table_of
from storage.database.encryption import current_keyring
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.filing.vehicle_codes import VehicleCode
from storage.register import people
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from tests.fault_injection.random_worlds.matter_definition import Subjects, matter
from tests.fault_injection.random_worlds.matters.users_of_vehicles import users
from tests.fault_injection.random_worlds.observations import Observation


@matter(Filing, Action.FILING_RETURNED)
def filing(observation: Observation, row: Any) -> Subjects:
    """Return who applies, who has agreed, and who owns or uses the vehicle or did so since the application."""
    yield row.filer_id
    yield from (each.owner_id for each in observation.before.table(Approval).values() if each.filing_id == row.id)
    yield from (each.made_by for each in observation.before.table(VehicleCode).values() if each.filing_id == row.id)
    yield from users(observation, row.vehicle_id, since=row.applied_at)


@matter(
    Review,
    Action.REVIEW_TAKEN,
    Action.REVIEW_OPENED,
    Action.REVIEW_PASSED,
    Action.REVIEW_RELEASED,
    Action.PHOTO_VIEWED,
)
def review(observation: Observation, row: Any) -> Subjects:
    """Return whom the application concerns."""
    yield from filing.whom(observation, observation.row(Filing, row.filing_id))


@matter(
    BlacklistEntry,
    Action.BLACKLIST_PROPOSED,
    Action.BLACKLIST_CONFIRMED,
    Action.BLACKLIST_REJECTED,
    Action.BLACKLIST_LIFTED,
    Action.BLACKLIST_UPHELD,
)
def blacklist_entry(observation: Observation, row: Any) -> Subjects:
    """Return who is listed, and whom the application concerns in which the material was found."""
    yield row.person_id
    if row.review_id is not None:
        yield from review.whom(observation, observation.row(Review, row.review_id))


@matter(
    IdentityCase,
    Action.IDENTITY_TAKEN,
    Action.IDENTITY_APPROVED,
    Action.IDENTITY_APPROVED_FIRST,
    Action.IDENTITY_REJECTED,
    Action.IDENTITY_RELEASED,
    Action.PHOTO_VIEWED,
)
def identity_case(_: Observation, row: Any) -> Subjects:
    """Return who asks, who holds the identity, and the ID number and the phone number that were typed, as keys."""
    yield from (row.person_id, row.holder_id, row.account_id)
    number, phone = _decrypted(row, "sealed_id_number"), _decrypted(row, "sealed_phone")
    found = {f"number {people.id_number_index(number)}"} if number else set()
    yield frozenset(found | ({f"phone {people.phone_index(phone)}"} if phone else set()))


def _decrypted(row: Any, column: str) -> str:
    encrypted, where = getattr(row, column), f"{table_of(IdentityCase).name}:{row.id}:{column}"
    return current_keyring().decrypt(encrypted, where).decode() if encrypted else ""
