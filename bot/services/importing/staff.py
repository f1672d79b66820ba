"""Staff: who works at the desk and in which roles, and never nobody as an admin."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator
from sqlmodel import Session, col, select

from bot.services.importing.cells import Needed, TelegramId
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowChange, RowFault, apply
from bot.services.staff import members as staff_members
from storage import audit, database
from storage.staff import members as storage_members
from storage.staff.members import StaffMember, StaffRole

LAST_ADMIN = (
    "{} is the last admin: without one nobody could change anything in the chat any more. "
    "First let another serve: python run_bot.py staff add TELEGRAM_ID NAME admin"
)


def read_roles(text: str) -> str:
    """Return roles by `;`, each once, in the order of the roles. Raises ValueError naming those there are."""
    wanted = {part.strip().lower() for part in text.split(";") if part.strip()}
    if not wanted or not wanted <= set(StaffRole):
        raise ValueError(f"has to be one or more of {', '.join(StaffRole)}, by ;")
    return ";".join(role for role in StaffRole if role in wanted)


class StaffRow(ImportRow):
    """One member of staff."""

    telegram_id: TelegramId
    name: Needed
    roles: Annotated[str, BeforeValidator(read_roles)]

    @property
    def key(self) -> str:
        """One Telegram user, one member."""
        return str(self.telegram_id)

    @property
    def turn(self) -> int:
        """Admins come first: who is to take over serves before another's role is taken away."""
        return int(StaffRole.ADMIN not in self.roles.split(";"))


def put(session: Session, row: StaffRow, by: ImportContext) -> RowChange:
    """Take a member of staff over; one whose service had ended serves again. Raises WrongRow for the last admin."""
    member = storage_members.by_telegram(session, row.telegram_id)
    is_new = member is None
    if member is not None and row.turn:
        _keep_an_admin(session, member)
    if member is None:
        member = database.add(session, _new(row, by))
    elif not apply(member, {"name": row.name, "roles": row.roles, "ended_at": None}):
        return RowChange.UNCHANGED
    session.add(member)
    audit.record(session, audit.Action.STAFF_CHANGED, by=None, on=member.id, at=by.now, roles=row.roles)
    return RowChange.NEW if is_new else RowChange.CHANGED


def cells(session: Session) -> Iterator[dict[str, str]]:
    """Return everybody who serves now as a row of a file."""
    serving = select(StaffMember).where(col(StaffMember.ended_at).is_(None)).order_by(col(StaffMember.telegram_id))
    for member in session.exec(serving):
        yield {"telegram_id": str(member.telegram_id), "name": member.name, "roles": member.roles}


def _keep_an_admin(session: Session, member: StaffMember) -> None:
    """See that somebody else is an admin if this one is not any more. Raises WrongRow."""
    storage_members.lock_serving(session)
    if StaffRole.ADMIN not in member.role_set():
        return
    try:
        staff_members.require_other_admin(session, member)
    except staff_members.LastAdmin:
        raise InvalidRow(RowFault("roles", LAST_ADMIN.format(member.telegram_id))) from None


def _new(row: StaffRow, by: ImportContext) -> StaffMember:
    member = StaffMember(telegram_id=row.telegram_id, roles=row.roles, since=by.now)
    member.name = row.name
    return member
