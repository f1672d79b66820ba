"""Personal data: applications with their timelines, answers to other people's applications, vehicle codes."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.filing import leaving
from bot.services.identity import revocation
from bot.services.privacy import words
from bot.services.privacy.keeper import Keeper
from storage.filing import approvals, filings, vehicle_codes
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.filing.vehicle_codes import VehicleCode
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every application, every owner approval asked of this person, and every vehicle code made or used."""
    return {
        "filings": [_filing(session, each) for each in filings.all_of_filer(session, person.id, limit=None)],
        "answers": [_answer(session, each) for each in approvals.of_owner(session, person.id)],
        "vehicle_codes": [_vehicle_code(each, person) for each in vehicle_codes.of_person(session, person.id)],
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Withdraw open applications, end active filings, cancel vehicle codes; the rows stay without free text."""
    for filing in filings.all_of_filer(session, person.id, limit=None):
        filing.relationship_text = ""
        session.add(filing)
    for approval in approvals.of_owner(session, person.id):
        approval.reason = ""
        session.add(approval)
    session.flush()  # Leaving locks the digests of owners, after all rows.
    leaving.leave_all(session, person, now=now)
    revocation.revoke_codes(session, vehicle_codes.unapplied_of_maker(session, person.id), now=now)


KEEPER = Keeper(export, erase)


def _filing(session: Session, filing: Filing) -> dict[str, Any]:
    return {
        "number": filing.number,
        "plate": session.get_one(Vehicle, filing.vehicle_id).plate,
        "way": filing.way,
        "relationship": filing.relationship_text or filing.relationship,
        "status": filing.status,
        "applied_at": filing.applied_at.isoformat(),
        "timeline": [words.event(event) for event in filings.timeline(session, filing.id)],
    }


def _answer(session: Session, approval: Approval) -> dict[str, Any]:
    return {
        "application": session.get_one(Filing, approval.filing_id).number,
        "asked_at": approval.asked_at.isoformat(),
        "status": approval.status,
        "reason": approval.reason,
    }


def _vehicle_code(code: VehicleCode, person: Person) -> dict[str, Any]:
    return {
        "made_at": code.made_at.isoformat(),
        "made_by_me": code.made_by == person.id,
        "status": code.status,
        "used_at": code.used_at.isoformat() if code.used_at else None,
    }
