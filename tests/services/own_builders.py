"""Matters of a member of staff, and whether they are notified."""

from uuid import UUID

from sqlmodel import select

from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.register.vehicles import Vehicle
from storage.review.reviews import Review
from storage.staff.members import StaffRole
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put

ROLES = tuple(StaffRole)
PHONE = "+8613911112222"


def review(data: DataBuilder, status: str = "waiting", **fields: object) -> UUID:
    filing = data.filing(FilingStatus.IN_REVIEW, **fields)
    decided = None if status == "waiting" else NOW
    found: UUID = put(data.session, Review, filing_id=filing.id, round=1, status=status, decided_at=decided, due_at=NOW)
    return found


def notified(data: DataBuilder, account: Account, notification: str) -> bool:
    """Return whether this notification waits in the outbox for the account."""
    waiting = data.session.exec(select(Delivery).where(Delivery.lane == account.lane))
    keyring = current_keyring()
    return any(notification in str(keyring.decrypt_json(each.payload, f"outbox:{each.reference}")) for each in waiting)


def owned(data: DataBuilder) -> Vehicle:
    return data.vehicle(data.filer)
