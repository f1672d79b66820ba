"""Import of people: the register of natural persons and their driving licences."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, field_validator, model_validator
from sqlmodel import Session, col, select

from bot.services.filing import joined_people
from bot.services.identity import person_merges, phone_changes, verification
from bot.services.importing import choices, dates, matters, pictures
from bot.services.importing.cells import Day, DocumentTypeName, IdNumber, Name, Phone, Points, Text, YesNo
from bot.services.importing.rows import (
    CellFault,
    ImportContext,
    ImportRow,
    InvalidRow,
    RowChange,
    RowFault,
    cell,
    cells_of,
    update_row,
)
from bot.services.organisations import unverified_filers
from bot.services.staff import member_identity, moved_members
from bot.services.values import identity_documents, names
from storage.database import add
from storage.register import people
from storage.register.people import LicenceStatus, Person
from storage.staff import verification_withdrawals
from storage.staff.verification_withdrawals import WithdrawalSubject

NO_COLUMNS = {"id_number", "phone", "portrait", "name_changed", "document_type"}
Status = Annotated[
    LicenceStatus,
    BeforeValidator(
        lambda text: choices.value_of(text, choices.LICENCE_STATUSES) if text.strip() else LicenceStatus.NONE.value
    ),
]

PHONE_KEPT_BACK = RowFault("phone", "kept-back")  # A warning: the row is imported without it.


class PersonRow(ImportRow):
    """One person. An empty portrait keeps the one on record.

    name_changed: the operator confirms that a verified person has another name now.
    """

    id_number: IdNumber
    name: Name
    phone: Phone
    licence_number: Text
    licence_class: Text
    licence_status: Status
    points: Points
    points_reset_on: Day
    portrait: Text
    key_person: YesNo = False
    name_changed: YesNo = False
    document_type: DocumentTypeName = ""
    birth_date: Day = None

    @property
    def key(self) -> str:
        """One person for each ID number."""
        return self.id_number

    def columns_of_person(self) -> dict[str, Any]:
        """Return the columns of the person that are given as they are stored."""
        values = self.model_dump(include=self.model_fields_set - NO_COLUMNS)
        if "birth_date" in values:
            values["birth_date"] = cell(self.birth_date)
        return values

    @model_validator(mode="before")
    @classmethod
    def _with_its_type(cls, cells: Any) -> Any:
        """Write the type of the document before its number, as it may stand in one cell."""
        named = str(cells.get("document_type", "")).strip() if isinstance(cells, dict) else ""
        return {**cells, "id_number": f"{named} {cells.get('id_number', '')}"} if named else cells

    @field_validator("licence_class")
    @classmethod
    def _known_class(cls, text: str) -> str:
        if not re.fullmatch(r"(?:[A-C]\d|[D-FMNP])*", text.upper(), re.ASCII):
            raise CellFault("licence-class")
        return text.upper()


def put(session: Session, row: PersonRow, context: ImportContext) -> RowChange:
    """Import a person. Who gets another phone number or name is told, and who declares the ID number of one on record.

    Raises InvalidRow if a verified person of that ID number would get another name, unless the row confirms it.
    """
    new_name_of = renamed(session, row)
    found = new_name_of or verification.find_for_record(
        session, id_number=row.id_number, name=row.name, phone=row.phone, now=context.now
    )
    person = found or add(session, _new(row))  # Stored first: rows about who declared the number name it.
    name = person.name
    changed = verification.put_on_record(session, person, now=context.now)
    if new_name_of is not None:
        stays = member_identity.keep_last_admin(session, new_name_of, now=context.now)
        verification.rename(session, new_name_of, stays_verified=stays, now=context.now)
        _follow_withdrawal(session, new_name_of, now=context.now)
    changed = _update(session, person, row, context) or changed
    if new_name_of is None and not names.are_same(name, person.name):
        verification.tell_name(session, person, now=context.now)
    is_kept_back = person.phone != row.phone and phone_changes.is_denied(session, person, row.phone)
    if person.phone != row.phone and not is_kept_back:
        phone_changes.change(session, person, row.phone, now=context.now)
        changed = True
    if row.portrait:
        changed = _take_portrait(session, person, row.portrait, context) or changed
    session.add(person)
    if changed and found is not None:
        heal(session, person, context)
    if is_kept_back:
        context.warn(PHONE_KEPT_BACK)
        return RowChange.PHONE_KEPT_BACK
    return RowChange.NEW if found is None else RowChange.CHANGED if changed else RowChange.UNCHANGED


def _update(session: Session, person: Person, row: PersonRow, context: ImportContext) -> bool:
    """Set what has changed; two admins may have found the former date of birth wrong, which ends with it."""
    born = person.birth_date
    changed = update_row(person, row.columns_of_person())
    if person.birth_date != born:
        verification_withdrawals.withdraw_about(session, person.id, WithdrawalSubject.BIRTH_DATE, at=context.now)
    return changed


def _follow_withdrawal(session: Session, person: Person, *, now: datetime) -> None:
    """Let duties rest and tell the owners, if another name has taken the verification away."""
    if person.verified_at is None:
        moved_members.let_duties_rest(session, person, now=now)
        unverified_filers.tell_owners(session, person, now=now)


def heal(session: Session, person: Person, context: ImportContext) -> None:
    """Give the record to the only one who has declared it, if it is theirs, and end what one person cannot have."""
    duplicate = person_merges.heal(session, person, now=context.now)
    if duplicate is not None:
        joined_people.settle(session, duplicate, person, now=context.now)


def number_in(cells: Mapping[str, str]) -> str:
    """Return the number of the document in a valid row's cells, as it is stored."""
    return identity_documents.normalise(f"{cells.get('document_type', '').strip()} {cells['id_number']}")


def lookups(session: Session, cells: Mapping[str, str], context: ImportContext) -> Iterator[Callable[[], object]]:
    """Look up the portrait in the folder."""
    if portrait := cells["portrait"].strip():
        yield lambda: context.picture(portrait, "portrait")


def export_rows(session: Session) -> Iterator[dict[str, str]]:
    """Return every registered person as a row of a file, without the portrait."""
    for person in session.exec(select(Person).where(Person.registered).order_by(col(Person.id_number_index))):
        yield cells_of(values_of(person))


def values_of(person: Person) -> dict[str, Any]:
    """Return the values of a person's row, without the portrait."""
    copied = ("name", "phone", "licence_number", "licence_class", "licence_status", "points", "points_reset_on")
    return {name: getattr(person, name) for name in (*copied, "key_person")} | {
        "id_number": identity_documents.as_written(person.id_number),
        "document_type": identity_documents.type_of(person.id_number).value,
        "birth_date": dates.parse_day(person.birth_date or ""),
        "portrait": "",
        "name_changed": False,
    }


def renamed(session: Session, row: PersonRow) -> Person | None:
    """Return the verified person to whom the row gives another name.

    A name or an ID number that is mistyped would take their vehicles and applications away. Raises InvalidRow unless
    the row confirms the new name, or means somebody else: another phone number, and nothing here is the person's.
    """
    holder = people.by_id_number(session, row.id_number)
    if holder is None or holder.verified_at is None or names.are_same(holder.name, row.name):
        return None
    if row.name_changed:
        return holder
    if holder.registered or holder.phone == row.phone or matters.has_any(session, holder):
        raise InvalidRow(RowFault("name", "other-name"))
    return None


def _new(row: PersonRow) -> Person:
    person = people.new(id_number=row.id_number, name=row.name, phone=row.phone, registered=False)
    person.phone_unconfirmed = bool(row.phone)
    return person


def _take_portrait(session: Session, person: Person, name: str, context: ImportContext) -> bool:
    """Store the portrait. Returns False if it is the one on record: a staged row holds no picture then."""
    content = context.picture(name, "portrait")
    if content is None:
        return False
    fresh = pictures.keep(
        session,
        content,
        "portrait",
        instead_of=person.portrait_id,
        kind="portrait",
        at=context.now,
        person_id=person.id,
    )
    person.portrait_id = fresh or person.portrait_id
    return fresh is not None
