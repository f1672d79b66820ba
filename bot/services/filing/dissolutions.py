"""Dissolution of an organisation (单位注销): its vehicles have nobody who could decide about them.

The register says so. What its administrators were asked, agreed to or handed out ends, as at a sale: open applications,
filings, blocks, terms, codes, invitations. Its members are told, and are members no longer. The vehicles stay the
organisation's until the register names another owner; nobody speaks for them until then.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.filing import endings
from bot.services.organisations import ended_rights
from storage import audit, database
from storage.engine import outbox
from storage.filing import filings
from storage.filing.filings import EndReason
from storage.organisations import organisations, web_sessions
from storage.organisations.organisations import Organisation
from storage.register import vehicles
from storage.register.vehicles import Vehicle


def dissolve(session: Session, organisation: Organisation, *, now: datetime) -> bool:
    """End everything of an organisation that is dissolved. Returns False if it was before."""
    owned = sorted(vehicles.of_organisation(session, organisation.id), key=lambda each: each.id)
    for vehicle in owned:
        database.lock_row(session, Vehicle, vehicle.id)
    database.lock_row(session, Organisation, organisation.id)  # Nobody answers for its vehicles meanwhile.
    if organisation.dissolved_at is not None:
        return False
    organisation.dissolved_at = now
    database.add(session, organisation)
    for vehicle in owned:
        endings.refuse_all_of(session, vehicle, now=now, why="organisation")
        for filing in filings.active_of_vehicle(session, vehicle.id):
            endings.end(session, filing, EndReason.OWNER_CHANGED, by=None, now=now)
    ended_rights.end_of_organisation(session, organisation.id, None, now=now)
    for member in organisations.members(session, organisation.id):
        organisations.end_membership(session, member, at=now)
        web_sessions.end_all(session, member.person_id, at=now, for_staff=False)
        outbox.notify(session, member.person_id, "organisation.dissolved", organisation.id, at=now, sms=False)
    audit.record(session, audit.Action.ORGANISATION_DISSOLVED, by=None, on=organisation.id, at=now)
    return True


def revive(session: Session, organisation: Organisation) -> bool:
    """Let an organisation that was dissolved by mistake go on, with the administrator of the register alone.

    Nothing that has ended comes back. Returns False if it goes on.
    """
    database.lock_row(session, Organisation, organisation.id)
    if organisation.dissolved_at is None:
        return False
    organisation.dissolved_at = None
    database.add(session, organisation)
    return True
