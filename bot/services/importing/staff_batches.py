"""Members of staff of a file compared with those who serve, a batch at a time, and the file as a whole."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlmodel import Session

from bot.services.importing import staff as staff_import
from bot.services.importing.comparison import (
    ChangedRow,
    ImportComparison,
    NewRow,
    ReadRow,
    differs,
    encrypt,
    new_values,
)
from bot.services.importing.rows import ImportContext, InvalidRow, RowFault
from bot.services.importing.staff import StaffRow
from bot.services.staff import permissions
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole


def compare(session: Session, rows: Sequence[ReadRow], context: ImportContext) -> ImportComparison:
    """Compare members of staff with those on record: who is unknown, who has the same roles, and all others."""
    result, read = ImportComparison(), [cast(StaffRow, each.row) for each in rows]
    known = members.by_telegram_ids(session, [row.telegram_id for row in read])
    for each, row in zip(rows, read, strict=True):
        member = known.get(row.telegram_id)
        try:
            staff_import.require_allowed(session, row, member, context)
        except InvalidRow as wrong:
            result.faults.extend((each.line, fault) for fault in wrong.faults)
            continue
        if member is None:
            result.new.append(_new(session, each, row, context))
        elif differs(member, {"name": row.name, "roles": row.roles}):
            result.changed.append(ChangedRow(each.line, each.cells, order=row.order))
        else:
            result.unchanged += 1
    return result


def compare_whole(session: Session, rows: Sequence[ReadRow]) -> list[tuple[int, RowFault]]:
    """Return the rows that would take the role from the last admin, when the admins of the file serve before.

    Where an admin who leaves can act, another has to remain who can; nobody can act whom the file only appoints.
    """
    read = [(each.line, cast(StaffRow, each.row)) for each in rows]
    serving = {one.telegram_id for one in members.with_role(session, StaffRole.ADMIN)}
    acting = {each for each in serving if permissions.find(session, each, StaffRole.ADMIN) is not None}
    remaining = serving | {row.telegram_id for _, row in read if row.order == 0}
    faults = []
    for line, row in read:
        if row.order and row.telegram_id in serving:
            others = (remaining & acting if row.telegram_id in acting else remaining) - {row.telegram_id}
            if not others:
                faults.append((line, staff_import.last_admin(row.telegram_id)))
            else:
                remaining.discard(row.telegram_id)
    return faults


def taken(session: Session, rows: Sequence[NewRow]) -> set[int]:
    """Return the lines of new rows whose Telegram user is a member meanwhile, or would serve at once by now."""
    known = members.by_telegram_ids(session, [row.values["telegram_id"] for row in rows])
    return {
        row.line
        for row in rows
        if row.values["telegram_id"] in known
        or staff_import.serves_at_once(session, row.values["telegram_id"], import_id=row.values["import_id"])
    }


def follow(session: Session, member_id: UUID, cells: Mapping[str, str], context: ImportContext) -> None:
    """Record a new member, and tell them and the other admins."""
    staff_import.tell(session, session.get_one(StaffMember, member_id), context)


def _new(session: Session, each: ReadRow, row: StaffRow, context: ImportContext) -> NewRow:
    values = new_values(StaffMember, telegram_id=row.telegram_id, roles=row.roles, since=context.now)
    values["awaits_check"] = not staff_import.is_verified(session, row.telegram_id)
    encrypt(StaffMember, values, "name", row.name)
    return NewRow(each.line, values, each.cells, has_sequel=True)
