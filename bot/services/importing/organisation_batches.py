"""Organisations of a file compared with the register, a batch at a time."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import dissolutions
from bot.services.importing import organisations as organisation_import
from bot.services.importing.comparison import (
    ChangedRow,
    ImportComparison,
    NewRow,
    ReadRow,
    differs,
    encrypt,
    new_values,
)
from bot.services.importing.organisations import UNKNOWN_ADMINISTRATOR, OrganisationRow
from bot.services.importing.rows import ImportContext, RowFault
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register import people


def compare(session: Session, rows: Sequence[ReadRow], context: ImportContext) -> ImportComparison:
    """Compare organisations with the register: which are unknown, which have the same data, and all others."""
    result, read = ImportComparison(), [cast(OrganisationRow, each.row) for each in rows]
    known = organisations.by_credit_codes(session, {row.credit_code for row in read})
    seated = organisations.administrators(session, [each.id for each in known.values()])
    holders = people.holders(session, {row.administrator_id_number for row in read})
    for each, row in zip(rows, read, strict=True):
        person, organisation = holders.get(row.administrator_id_number), known.get(row.credit_code)
        if person is None and not row.dissolved:
            result.faults.append((each.line, UNKNOWN_ADMINISTRATOR))
        elif organisation is None:
            result.new.append(_new(each, row))
        else:
            has_changed, fault = _changes(session, organisation, row, seated, person)
            if fault is not None:
                result.kept_back.append((each.line, fault))
            if has_changed:
                result.changed.append(ChangedRow(each.line, each.cells))
            else:
                result.unchanged += 1
    return result


def taken(session: Session, rows: Sequence[NewRow]) -> set[int]:
    """Return the lines of new rows whose credit code is in the register meanwhile."""
    known = organisations.by_credit_codes(session, {row.values["credit_code"] for row in rows})
    return {row.line for row in rows if row.values["credit_code"] in known}


def follow(session: Session, organisation_id: UUID, cells: Mapping[str, str], context: ImportContext) -> None:
    """Make the person of the row the administrator of a new organisation, unless it is dissolved. Raises InvalidRow."""
    organisation = session.get_one(Organisation, organisation_id)
    if "dissolved" in cells:
        dissolutions.dissolve(session, organisation, now=context.now)
        return
    organisation_import.seat(session, organisation, cells["administrator_id_number"], context)


def _changes(
    session: Session,
    organisation: Organisation,
    row: OrganisationRow,
    seated: Mapping[UUID, UUID],
    administrator: UUID | None,
) -> tuple[bool, RowFault | None]:
    """Return whether a row changes anything, and why its administrator is kept back, if so."""
    has_changed = differs(organisation, row.columns_of_organisation())
    if row.dissolved or organisation.dissolved_at is not None:
        is_told = row.says_whether_dissolved and row.dissolved != (organisation.dissolved_at is not None)
        return has_changed or is_told, None
    if administrator is None or seated.get(organisation.id) == administrator:
        return has_changed, None
    if organisation_import.is_handed_over(session, organisation.id, named=administrator):
        return has_changed, organisation_import.HANDED_OVER
    return True, None


def _new(each: ReadRow, row: OrganisationRow) -> NewRow:
    values = new_values(Organisation, credit_code=row.credit_code, name=row.name)
    encrypt(Organisation, values, "phone", row.phone)
    needed = "dissolved" if row.dissolved else "administrator_id_number"
    return NewRow(each.line, values, each.cells, has_sequel=True, sequel_cells=(needed,))
