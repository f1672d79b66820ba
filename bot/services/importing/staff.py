"""Import of staff members and their roles. There is always at least one admin."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator
from sqlmodel import Session, col, select

from bot.services.identity.levels import IdentityLevel, level_of
from bot.services.importing import choices
from bot.services.importing.cells import RequiredText, TelegramId
from bot.services.importing.rows import CellFault, ImportContext, ImportRow, InvalidRow, RowChange, RowFault, update_row
from bot.services.staff import departures, notifications, permissions
from storage import audit, database
from storage.identity import accounts
from storage.register.people import Person
from storage.staff import members as storage_members
from storage.staff.members import StaffMember, StaffRole


def parse_roles(text: str) -> str:
    """Return roles as they are stored. Raises CellFault, with the roles there are."""
    named = [part for part in re.split(r"[;；,，、/]", text) if part.strip()]
    wanted = {choices.value_of(part, choices.ROLES).lower() for part in named}
    if not wanted or not wanted <= set(StaffRole):
        raise CellFault("roles", roles=", ".join(StaffRole))
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
    """Import a member. Raises InvalidRow for the last admin, and for duties that would begin at once.

    A file may be old, or name the wrong Telegram user: it brings no former member back, and gives nothing to a verified
    person while an admin can invite them, or propose the roles, in the chat.
    """
    require_allowed(session, row, storage_members.by_telegram(session, row.telegram_id), context)
    return appoint(session, row, context)


def require_allowed(session: Session, row: StaffRow, member: StaffMember | None, context: ImportContext) -> None:
    """Check that a file may give this member, or a new one, these roles. Raises InvalidRow."""
    if member is not None and member.ended_at is not None:
        raise InvalidRow(
            RowFault(
                "telegram_id", "former-member", {"user": str(member.telegram_id), "day": f"{member.ended_at:%Y-%m-%d}"}
            )
        )
    gained = gained_roles(row, member)
    if gained and serves_at_once(session, row.telegram_id, import_id=context.import_id, since=context.now):
        raise InvalidRow(
            RowFault("roles", "needs-admins", {"user": str(row.telegram_id), "roles": ", ".join(sorted(gained))})
        )


def gained_roles(row: StaffRow, member: StaffMember | None) -> set[str]:
    """Return the roles of a row that this member does not have."""
    return set(row.roles.split(";")) - (member.role_set() if member is not None else set())


def serves_at_once(session: Session, telegram_id: int, *, import_id: int | None, since: datetime | None = None) -> bool:
    """Return whether this Telegram user is a verified person, and an admin can act who was not imported with them.

    import_id, since: the import, and when its members have begun to serve.
    """
    if not is_verified(session, telegram_id):
        return False
    admins = storage_members.with_role(session, StaffRole.ADMIN)
    known = [one for one in admins if one.telegram_id != telegram_id and one.since != since]
    others = [one for one in known if import_id is None or one.import_id != import_id]
    return any(permissions.find(session, one.telegram_id, StaffRole.ADMIN) is not None for one in others)


def appoint(session: Session, row: StaffRow, context: ImportContext) -> RowChange:
    """Give a member these roles by a decision of the operator about this one, also a former one; the admins are told.

    Who is not verified is checked by an admin or the operator before the first duty, whatever a face check says.
    Raises InvalidRow for the last admin.
    """
    storage_members.lock_serving_unread(session)
    member = storage_members.by_telegram(session, row.telegram_id)
    is_new = member is None
    if member is not None:
        session.refresh(member)  # As it is under the lock.
    if member is not None and row.order:
        _require_other_admin(session, member)
    is_unknown = bool(gained_roles(row, member)) and not is_verified(session, row.telegram_id)
    if member is None:
        member = database.add(session, _new(row, context))
    elif not update_row(member, {"name": row.name, "roles": row.roles, "ended_at": None}):
        return RowChange.UNCHANGED
    member.awaits_check = member.awaits_check or is_unknown
    session.add(member)
    session.flush()
    departures.end_begun(session, member, now=context.now)
    tell(session, member, context)
    return RowChange.NEW if is_new else RowChange.CHANGED


def tell(session: Session, member: StaffMember, context: ImportContext) -> None:
    """Record the roles of a member, and tell them and the other admins."""
    audit.record(session, audit.Action.STAFF_CHANGED, by=None, on=member.id, at=context.now, roles=member.roles)
    if not context.silently:
        notifications.notify_member(session, "staff.changed", member.id, member, at=context.now)
        admin = StaffRole.ADMIN
        notifications.notify_roles(session, "staff.imported", member.id, admin, at=context.now, but=(member.id,))


def last_admin(telegram_id: int) -> RowFault:
    """Return why a row cannot take the role from the last admin."""
    return RowFault("roles", "last-admin", {"user": str(telegram_id)})


def export_rows(session: Session) -> Iterator[dict[str, str]]:
    """Return every serving member as a row of a file."""
    serving = select(StaffMember).where(col(StaffMember.ended_at).is_(None)).order_by(col(StaffMember.telegram_id))
    for member in session.exec(serving):
        yield {"telegram_id": str(member.telegram_id), "name": member.name, "roles": member.roles}


def _require_other_admin(session: Session, member: StaffMember) -> None:
    """Check that another admin remains when this member loses the role. Raises InvalidRow."""
    if StaffRole.ADMIN not in member.role_set():
        return
    try:
        departures.require_other_admin(session, member)
    except departures.LastAdmin:
        raise InvalidRow(last_admin(member.telegram_id)) from None


def is_verified(session: Session, telegram_id: int) -> bool:
    """Return whether this Telegram user is a person who may serve without being verified first."""
    known = [each.person_id for each in accounts.of_telegram_ids(session, [telegram_id]) if each.person_id is not None]
    people = [session.get_one(Person, each) for each in known]
    return any(level_of(person) is IdentityLevel.VERIFIED for person in people)


def _new(row: StaffRow, context: ImportContext) -> StaffMember:
    member = StaffMember(telegram_id=row.telegram_id, roles=row.roles, since=context.now)
    member.name = row.name
    return member
