"""Import of staff members and their roles. There is always at least one admin."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator
from sqlmodel import Session, col, select

from bot.services.importing.cells import RequiredText, TelegramId
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowChange, RowFault, update_row
from bot.services.staff import members as staff_members, notifications
from storage import audit, database
from storage.staff import members as storage_members
from storage.staff.members import StaffMember, StaffRole

LAST_ADMIN = (
    "{} is the last admin: without one nobody could change anything in the chat any more. "
    "First let another serve: python run_bot.py staff add TELEGRAM_ID NAME admin"
)


def parse_roles(text: str) -> str:
    """Return roles as they are stored. Raises ValueError, with the roles there are."""
    wanted = {part.strip().lower() for part in text.split(";") if part.strip()}
    if not wanted or not wanted <= set(StaffRole):
        raise ValueError(f"has to be one or more of {', '.join(StaffRole)}, by ;")
    return ";".join(role for role in StaffRole if role in wanted)


class StaffRow(ImportRow):
    """One member of staff."""

    telegram_id: TelegramId
    name: RequiredText
    roles: Annotated[str, BeforeValidator(parse_roles)]

    @property
    def key(self) -> str:
        """One member for each Telegram user."""
        return str(self.telegram_id)

    @property
    def order(self) -> int:
        """Admins come first, so that a new admin serves before another one loses the role."""
        return int(StaffRole.ADMIN not in self.roles.split(";"))


def put(session: Session, row: StaffRow, context: ImportContext) -> RowChange:
    """Import a member; one whose service had ended serves again. Raises InvalidRow for the last admin."""
    member = storage_members.by_telegram(session, row.telegram_id)
    is_new = member is None
    if member is not None and row.order:
        _require_other_admin(session, member)
    if member is None:
        member = database.add(session, _new(row, context))
    elif not update_row(member, {"name": row.name, "roles": row.roles, "ended_at": None}):
        return RowChange.UNCHANGED
    session.add(member)
    audit.record(session, audit.Action.STAFF_CHANGED, by=None, on=member.id, at=context.now, roles=row.roles)
    if not context.silently:
        notifications.notify_member(session, "staff.changed", member.id, member, at=context.now)
    return RowChange.NEW if is_new else RowChange.CHANGED


def export_rows(session: Session) -> Iterator[dict[str, str]]:
    """Return every serving member as a row of a file."""
    serving = select(StaffMember).where(col(StaffMember.ended_at).is_(None)).order_by(col(StaffMember.telegram_id))
    for member in session.exec(serving):
        yield {"telegram_id": str(member.telegram_id), "name": member.name, "roles": member.roles}


def _require_other_admin(session: Session, member: StaffMember) -> None:
    """Check that another admin remains when this member loses the role. Raises InvalidRow."""
    storage_members.lock_serving(session)
    if StaffRole.ADMIN not in member.role_set():
        return
    try:
        staff_members.require_other_admin(session, member)
    except staff_members.LastAdmin:
        raise InvalidRow(RowFault("roles", LAST_ADMIN.format(member.telegram_id))) from None


def _new(row: StaffRow, context: ImportContext) -> StaffMember:
    member = StaffMember(telegram_id=row.telegram_id, roles=row.roles, since=context.now)
    member.name = row.name
    return member
