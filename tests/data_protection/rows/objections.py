"""Rows of one person: objections."""

from storage.objections import Objection
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation
from tests.data_protection.personal_tables import NOW, DataSubject, DeletionEffect, personal_row


@personal_row("objections", DeletionEffect.UNLINKED)
def objection(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    violation = Violation(
        number=user.about, vehicle_id=user.row(Vehicle).id, occurred_at=NOW, place="x", act_code="1", act="x",
        provision="x", basis="x", fine=1, points=1, authority_code="450100", recorded_at=NOW,
    )  # fmt: skip
    about = user.put(violation).id
    row = Objection(number=user.account.telegram_id, violation_id=about, person_id=user.person.id, made_at=NOW)
    row.said = row.answer = user.text("objections")
    user.put(row)
