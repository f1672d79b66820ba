"""People: the register of natural persons and their licences, as an operator's file has them."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, field_validator
from sqlmodel import Session, col, select

from bot.services.identity import accounts
from bot.services.importing import portraits
from bot.services.importing.cells import Day, IdNumber, Needed, Phone, Points, Words, YesNo
from bot.services.importing.rows import Column, ImportContext, ImportRow, RowChange, RowFault, apply, cell, faults_of
from storage import database
from storage.register import people
from storage.register.people import LicenceStatus, Person

Status = Annotated[LicenceStatus, BeforeValidator(lambda text: text.strip() or LicenceStatus.NONE.value)]


class PersonRow(ImportRow):
    """One person. An empty portrait leaves the one on record."""

    id_number: IdNumber
    name: Needed
    phone: Phone
    licence_number: Words
    licence_class: Words
    licence_status: Status
    points: Points
    points_reset_on: Day
    portrait: Words
    key_person: YesNo = False

    @property
    def key(self) -> str:
        """One ID number, one person."""
        return self.id_number

    @field_validator("licence_class")
    @classmethod
    def _known_class(cls, text: str) -> str:
        if not re.fullmatch(r"(?:[A-C]\d|[D-FMNP])*", text.upper(), re.ASCII):
            raise ValueError("is no licence class; for example C1, or A1A2D for several")
        return text.upper()


def put(session: Session, row: PersonRow, by: ImportContext) -> RowChange:
    """Take a person over into the register. A self-declared entry of the same number becomes the register's own."""
    person = people.by_id_number(session, row.id_number)
    is_new = person is None
    if person is None:
        person = database.add(session, people.new(id_number=row.id_number, name=row.name, phone=row.phone))
    elif not person.registered:
        accounts.reconcile_self_declared(
            session, person, id_number=row.id_number, name=row.name, phone=row.phone, now=by.now
        )
    values = row.model_dump(include=row.model_fields_set - {"id_number", "phone", "portrait"})
    changed = apply(person, {**values, "registered": True})
    if person.phone != row.phone:
        people.set_phone(person, row.phone)
        changed = True
    if row.portrait:
        changed = _take_portrait(session, person, row.portrait, by) or changed
    session.add(person)
    return RowChange.NEW if is_new else RowChange.CHANGED if changed else RowChange.UNCHANGED


def lacking(session: Session, cells: Mapping[Column, str], by: ImportContext) -> Iterator[RowFault]:
    """Return what the folder lacks for these cells: the portrait."""
    if portrait := cells["portrait"].strip():
        yield from faults_of(lambda: by.picture(portrait, "portrait"))


def cells(session: Session) -> Iterator[dict[str, str]]:
    """Return every person of the register as a row of a file. The portrait stays in the store."""
    for person in session.exec(select(Person).where(Person.registered).order_by(col(Person.id_number_index))):
        names = ("id_number", "name", "phone", "licence_number", "licence_class", "licence_status", "points")
        yield {name: cell(getattr(person, name)) for name in names} | {
            "points_reset_on": cell(person.points_reset_on),
            "portrait": "",
            "key_person": cell(person.key_person),
        }


def _take_portrait(session: Session, person: Person, name: str, by: ImportContext) -> bool:
    """Keep the portrait. False if it is the one on record."""
    fresh = portraits.keep(
        session,
        by.picture(name, "portrait"),
        "portrait",
        instead_of=person.portrait_id,
        kind="portrait",
        at=by.now,
        person_id=person.id,
    )
    person.portrait_id = fresh or person.portrait_id
    return fresh is not None
