"""Rows of one person: applications, their approvals and vehicle codes."""

from typing import Any

from storage.database import add
from storage.filing import vehicle_codes
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.register.vehicles import Vehicle
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states


@personal_row("filings", DeletionEffect.DELETED)
def filing(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    number, car = user.account.telegram_id, user.row(Vehicle)
    row = Filing(
        number=number, vehicle_id=car.id, filer_id=user.person.id, way=FilingWay.SMS,
        status=FilingStatus.WAITING_OWNER, applied_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row.relationship_text = user.text("filings")
    user.put(row)


@personal_row("approvals", DeletionEffect.DELETED)
def approval(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Approval(filing_id=user.row(Filing).id, owner_id=user.person.id, asked_at=NOW, expires_at=SOON)
    row.reason = user.text("approvals")
    user.put(row)


@personal_row("vehicle_codes", DeletionEffect.HASHED)
def vehicle_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    link, short = (vehicle_codes.index(kind, user.text("vehicle_codes")) for kind in ("link", "short"))
    car, maker = user.row(Vehicle).id, user.person.id
    made: dict[str, Any] = {"vehicle_id": car, "made_by": maker, "made_at": NOW, "expires_at": SOON}
    add(user.session, vehicle_codes.VehicleCode(link_index=link, short_index=short, **made))


row_states("filings", ended={"status": "ended"}, needed={"status": "in_review"})
row_states("vehicle_codes", ended={"status": "expired"}, needed={"status": "used"})
row_states("blocks", ended={"ended_at": NOW}, needed={})
