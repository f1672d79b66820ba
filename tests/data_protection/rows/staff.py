"""Rows of one person: members of staff and proposals of roles."""

from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.second_factors import SecondFactor
from tests.data_protection.personal_tables import NOW, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states


@personal_row("staff", DeletionEffect.KEPT)
def staff(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = StaffMember(telegram_id=user.account.telegram_id + 10_000, roles="admin", since=NOW)
    row.name = user.text("staff")
    user.put(row)


@personal_row("staff_proposals", DeletionEffect.KEPT)
def staff_proposal(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = StaffProposal(roles="reviewer", proposed_by=user.row(StaffMember).id, proposed_at=NOW)
    row.name = user.text("staff_proposals")
    user.put(row)


@personal_row("second_factors", DeletionEffect.DELETED, not_exported="a secret that computes codes is shown once")
def second_factor(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = SecondFactor(account_id=user.account.id, person_id=user.person.id, begun_at=NOW)
    row.secret = user.text("second_factors")
    user.put(row)


row_states("work_items", ended={"ended_at": NOW}, needed={"ended_at": None})
