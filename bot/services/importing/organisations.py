"""Import of organisations, each with its administrator."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator
from sqlmodel import Session, col, select

from bot.services.filing import dissolutions, handovers
from bot.services.importing.cells import CreditCode, IdNumber, OfficePhone, RequiredText, YesNo
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowChange, RowFault, cells_of, update_row
from bot.services.organisations import authority
from bot.services.values import identity_documents
from storage import database
from storage.engine import outbox
from storage.identity import accounts
from storage.organisations import members_over_time, organisations
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.register import people
from storage.register.people import Person

UNKNOWN_ADMINISTRATOR = RowFault("administrator_id_number", "unknown-administrator")
HANDED_OVER = RowFault("administrator_id_number", "handed-over")  # A warning: the row is imported without it.


def _needed_unless_dissolved(text: str, parse: ValidatorFunctionWrapHandler, info: ValidationInfo) -> str:
    return "" if info.data.get("dissolved") else str(parse(text))


class OrganisationRow(ImportRow):
    """One organisation, with its administrator. dissolved: it is no more, and has no administrator."""

    credit_code: CreditCode
    name: RequiredText
    phone: OfficePhone
    dissolved: YesNo = False
    administrator_id_number: Annotated[IdNumber, WrapValidator(_needed_unless_dissolved)]

    @property
    def key(self) -> str:
        """One organisation for each credit code."""
        return self.credit_code

    @property
    def says_whether_dissolved(self) -> bool:
        """Whether the row has that column: a file may leave it out."""
        return "dissolved" in self.model_fields_set

    def columns_of_organisation(self) -> dict[str, Any]:
        """Return the columns of the organisation that the row changes."""
        return {"name": self.name, "phone": self.phone}


def put(session: Session, row: OrganisationRow, context: ImportContext) -> RowChange:
    """Import an organisation; a new administrator replaces the old one, and both are told.

    Everything ends of one that is dissolved (`dissolutions`); a file without that column says nothing of it. Whom the
    register named before a hand-over at the desk does not replace who is the administrator since (`is_handed_over`).
    """
    if not row.dissolved:
        _administrator(session, row.administrator_id_number)
    organisation = organisations.by_credit_code(session, row.credit_code)
    is_new = organisation is None
    if organisation is None:
        organisation = database.add(session, Organisation(credit_code=row.credit_code, name=row.name))
    changed = update_row(organisation, row.columns_of_organisation())
    session.add(organisation)
    if row.dissolved:
        changed = dissolutions.dissolve(session, organisation, now=context.now) or changed
    elif row.says_whether_dissolved or organisation.dissolved_at is None:
        changed = dissolutions.revive(session, organisation) or changed  # Locks it: see `is_handed_over`.
        person = _administrator(session, row.administrator_id_number)
        if is_handed_over(session, organisation.id, named=person.id):
            context.warn(HANDED_OVER)
        else:
            changed = seat(session, organisation, row.administrator_id_number, context) or changed
    return RowChange.NEW if is_new else RowChange.CHANGED if changed else RowChange.UNCHANGED


def is_handed_over(session: Session, organisation_id: UUID, *, named: UUID) -> bool:
    """Return whether this person has handed the administration over since the register has named them.

    Files repeat what they said before. Another person in them counts; so does this one, if nobody can act instead.
    Who acts on the answer has locked the organisation: a hand-over may be under way.
    """
    acting = authority.acting_administrator(session, organisation_id)
    if acting is None or acting.id == named or accounts.of_person(session, acting.id) is None:
        return False
    return members_over_time.named_last(session, organisation_id) == named


def seat(session: Session, organisation: Organisation, id_number: str, context: ImportContext) -> bool:
    """Make who holds this ID number the administrator, and tell both if there was another one.

    Returns False if they are the administrator already. Raises InvalidRow.
    """
    person = _administrator(session, id_number)
    database.lock_row(session, Organisation, organisation.id)  # Nobody answers for its vehicles meanwhile.
    former = organisations.administrator(session, organisation.id)
    if not _seat(session, organisation, person, context):
        return False
    former_id = former.person_id if former is not None else None
    authority.follow_administrator(session, organisation.id, former=former_id, now=context.now)
    handovers.end_own_applications(session, organisation.id, now=context.now)
    if former is not None and not context.silently:
        _tell(session, organisation, former=former, new=person, now=context.now)
    return True


def lookups(session: Session, cells: Mapping[str, str], context: ImportContext) -> Iterator[Callable[[], object]]:
    """Look up the administrator, of an organisation that has one."""
    if cells.get("dissolved", "").strip().lower() != "yes":
        yield lambda: _administrator(session, cells["administrator_id_number"])


def export_rows(session: Session) -> Iterator[dict[str, str]]:
    """Return every organisation as a row of a file."""
    for one in session.exec(select(Organisation).order_by(col(Organisation.credit_code))):
        yield cells_of(values_of(session, one))


def values_of(session: Session, organisation: Organisation) -> dict[str, Any]:
    """Return the values of an organisation's row."""
    seated = organisations.administrator(session, organisation.id)
    person = session.get(Person, seated.person_id) if seated else None
    return {
        "credit_code": organisation.credit_code,
        "name": organisation.name,
        "phone": organisation.phone,
        "administrator_id_number": identity_documents.as_written(person.id_number) if person else "",
        "dissolved": organisation.dissolved_at is not None,
    }


def _administrator(session: Session, id_number: str) -> Person:
    person = people.by_id_number(session, identity_documents.normalise(id_number))
    if person is None:
        raise InvalidRow(UNKNOWN_ADMINISTRATOR)
    return person


def _tell(
    session: Session, organisation: Organisation, *, former: OrganisationMember, new: Person, now: datetime
) -> None:
    """Tell the former and the new administrator, in the chat only."""
    outbox.notify(session, former.person_id, "organisation.replaced", organisation.id, at=now, sms=False)
    outbox.notify(session, new.id, "organisation.handed_over", organisation.id, at=now, sms=False)


def _seat(session: Session, organisation: Organisation, person: Person, context: ImportContext) -> bool:
    """Make the person the administrator. Returns False if they are already."""
    members = organisations.members(session, organisation.id)
    for member in members:
        if member.organisation_seat == 0 and member.person_id == person.id:
            return False
    for member in members:
        if member.organisation_seat == 0 or member.person_id == person.id:
            member.ended_at = context.now
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
            since=context.now,
        ),
    )
    return True
