"""Organisations: who owns cars without being a person, and who administers each."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session, col, select

from bot.services.importing.cells import CreditCode, IdNumber, Needed, OfficePhone
from bot.services.importing.rows import (
    Column,
    ImportContext,
    ImportRow,
    InvalidRow,
    RowChange,
    RowFault,
    apply,
    cell,
    faults_of,
)
from bot.services.values import id_numbers
from storage import database
from storage.organisations import organisations
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.register import people
from storage.register.people import Person


class OrganisationRow(ImportRow):
    """One organisation, with its one administrator."""

    credit_code: CreditCode
    name: Needed
    phone: OfficePhone
    administrator_id_number: IdNumber

    @property
    def key(self) -> str:
        """One credit code, one organisation."""
        return self.credit_code


def put(session: Session, row: OrganisationRow, by: ImportContext) -> RowChange:
    """Take an organisation over; a new administrator takes the seat of the old one."""
    person = _administrator(session, row.administrator_id_number)
    organisation = organisations.by_credit_code(session, row.credit_code)
    is_new = organisation is None
    if organisation is None:
        organisation = database.add(session, Organisation(credit_code=row.credit_code, name=row.name))
    changed = apply(organisation, {"name": row.name, "phone": row.phone})
    session.add(organisation)
    changed = _seat(session, organisation, person, by) or changed
    return RowChange.NEW if is_new else RowChange.CHANGED if changed else RowChange.UNCHANGED


def lacking(session: Session, cells: Mapping[Column, str], by: ImportContext) -> Iterator[RowFault]:
    """Return what the register lacks for these cells: the administrator."""
    yield from faults_of(lambda: _administrator(session, id_numbers.normalise_id(cells["administrator_id_number"])))


def cells(session: Session) -> Iterator[dict[str, str]]:
    """Return every organisation as a row of a file."""
    for one in session.exec(select(Organisation).order_by(col(Organisation.credit_code))):
        seated = organisations.administrator(session, one.id)
        person = session.get(Person, seated.person_id) if seated else None
        yield {
            "credit_code": one.credit_code,
            "name": one.name,
            "phone": cell(one.phone),
            "administrator_id_number": person.id_number if person else "",
        }


def _administrator(session: Session, id_number: str) -> Person:
    person = people.by_id_number(session, id_number)
    if person is None:
        raise InvalidRow(
            RowFault("administrator_id_number", "nobody in the register has this number; import people first")
        )
    return person


def _seat(session: Session, organisation: Organisation, person: Person, by: ImportContext) -> bool:
    """Put the person on seat 0. False if he sits there already."""
    members = organisations.members(session, organisation.id)
    for member in members:
        if member.organisation_seat == 0 and member.person_id == person.id:
            return False
    for member in members:
        if member.organisation_seat == 0 or member.person_id == person.id:
            member.ended_at = by.now
            session.add(member)
    session.flush()
    taken = {member.person_seat for member in organisations.of_person(session, person.id)}
    seat = min(set(range(len(taken) + 1)) - taken)
    database.add(
        session,
        OrganisationMember(
            organisation_id=organisation.id,
            person_id=person.id,
            role=MemberRole.ADMINISTRATOR,
            organisation_seat=0,
            person_seat=seat,
            since=by.now,
        ),
    )
    return True
