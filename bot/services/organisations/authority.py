"""Authority over vehicles (谁能替机动车做决定): who speaks for a vehicle now, asked in the transaction of the act.

Rows are locked in one order, the vehicle before its organisation, so that two transactions cannot deadlock.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.organisations import ended_rights, question_messages
from storage import database
from storage.engine import outbox
from storage.filing import approvals
from storage.filing.filings import Filing
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def acting_owner(session: Session, vehicle_id: UUID) -> Person | None:
    """Return who decides as the owner of a vehicle: the owner, or the administrator of the owning organisation."""
    vehicle = session.get_one(Vehicle, vehicle_id)
    if vehicle.owner_person_id is not None:
        return session.get(Person, vehicle.owner_person_id)
    assert vehicle.owner_organisation_id is not None
    return acting_administrator(session, vehicle.owner_organisation_id)


def acting_administrator(session: Session, organisation_id: UUID) -> Person | None:
    """Return who decides for an organisation; None if there is no administrator.

    An administrator whose ID number somebody else has come to hold may not act, and so speaks for nothing.
    """
    member = organisations.administrator(session, organisation_id)
    person = session.get(Person, member.person_id) if member else None
    return None if person is None or people.is_contested(session, person) else person


def owning_organisation(session: Session, vehicle: Vehicle) -> Organisation | None:
    """Return the organisation that owns a vehicle; None for one of a person."""
    found = vehicle.owner_organisation_id
    return session.get(Organisation, found) if found is not None else None


def speaks_for(session: Session, vehicle_id: UUID) -> Person | None:
    """Return the acting owner, with the vehicle and the organisation that owns it locked until the commit."""
    vehicle = database.lock_row(session, Vehicle, vehicle_id)
    if vehicle is None:
        return None
    if vehicle.owner_organisation_id is not None:
        database.lock_row(session, Organisation, vehicle.owner_organisation_id)
    return acting_owner(session, vehicle_id)


def require_speaker(session: Session, vehicle_id: UUID, *, by: Person) -> None:
    """Raise NotYours unless this person speaks for the vehicle now."""
    speaker = speaks_for(session, vehicle_id)
    if speaker is None or speaker.id != by.id:
        raise NotYours


def follow_administrator(session: Session, organisation_id: UUID, *, now: datetime, former: UUID | None = None) -> None:
    """Let the pending approvals of an organisation's vehicles follow its administrator, who is asked in the chat.

    former: the person who was the administrator. Their messages about applications and filings say so, without
    buttons; their blocks, terms and codes end. No SMS is sent: the filers are told, and have a code sent to the new
    phone. The caller has locked the organisation.
    """
    if former is not None:
        for filing in approvals.agreed_of_organisation(session, organisation_id):
            outbox.replace(session, former, "filing.moved.owner", filing.id, at=now, about=filing.topic)
        question_messages.end_lists(session, former, now=now)
    member = organisations.administrator(session, organisation_id)
    if member is None:
        ended_rights.end_of_organisation(session, organisation_id, None, now=now)
        return
    ended_rights.end_of_organisation(session, organisation_id, member.person_id, now=now)
    for approval in approvals.pending_of_organisation(session, organisation_id):
        asked, filing = approval.owner_id, session.get_one(Filing, approval.filing_id)
        if filing.filer_id == member.person_id:
            continue  # Nobody is asked about themself: it ends (`handovers`).
        if asked != member.person_id and approvals.reassign(session, approval, to=member.person_id):
            question_messages.end(session, approval, asked, now=now, notification=question_messages.MOVED)
            sms_codes.end(session, CodePurpose.OWNER_APPROVAL, filing.id, at=now)
            outbox.notify(session, filing.filer_id, "filing.moved", filing.id, at=now, sms=False)
            outbox.notify(
                session, member.person_id, "approval.asked", approval.id, at=now, sms=False, about=approval.topic
            )
