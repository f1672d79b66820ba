"""Given approvals: who has approved an application as its owner, by whichever way. The rows stay as evidence."""

from uuid import UUID

from sqlmodel import Session, select

from storage.filing.approvals import Approval
from storage.filing.vehicle_codes import VehicleCode


def who_agreed(session: Session, filing_id: UUID) -> list[UUID]:
    """Return who was asked for an application last, and who has shown the code that it was made with."""
    asked = select(Approval.owner_id).where(Approval.filing_id == filing_id)
    shown = select(VehicleCode.made_by).where(VehicleCode.filing_id == filing_id)
    return [*session.exec(asked), *session.exec(shown)]
