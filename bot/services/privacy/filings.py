"""What the desk keeps of a person's filings: told to him, and ended when he goes."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.filing import filings as service
from storage.filing import approvals, filings
from storage.filing.approvals import Approval
from storage.filing.filings import OPEN_STATUSES, Filing
from storage.register import vehicles
from storage.register.people import Person

EVERY = 10_000


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every application of this person with its timeline, and what he answered to others' applications."""
    return {
        "filings": [_told(session, filing) for filing in filings.all_of_filer(session, person.id, most=EVERY)],
        "answers": [_answer(session, approval) for approval in approvals.of_owner(session, person.id)],
    }


def forget(session: Session, person: Person, now: datetime) -> None:
    """Withdraw his open applications and end what he has filed; the rows stay, as records, without his words."""
    for filing in open_of(session, person):
        service.withdraw(session, filing, by=person, now=now)
    for filing in filings.active_of_filer(session, person.id):
        service.unbind(session, filing, by=person, now=now)
    for filing in filings.all_of_filer(session, person.id, most=EVERY):
        filing.relationship_text = ""
        session.add(filing)
    for approval in approvals.of_owner(session, person.id):
        approval.reason = ""
        session.add(approval)


def open_of(session: Session, person: Person) -> list[Filing]:
    """Return his applications that are not decided yet."""
    mine = filings.all_of_filer(session, person.id, most=EVERY)
    return [filing for filing in mine if filing.status in OPEN_STATUSES]


def _answer(session: Session, approval: Approval) -> dict[str, Any]:
    filing = filings.get(session, approval.filing_id)
    return {
        "application": filing.number if filing else None,
        "asked_at": approval.asked_at.isoformat(),
        "status": approval.status.value,
        "reason": approval.reason,
    }


def _told(session: Session, filing: Filing) -> dict[str, Any]:
    vehicle = vehicles.get(session, filing.vehicle_id)
    return {
        "number": filing.number,
        "plate": vehicle.plate if vehicle else "",
        "way": filing.way.value,
        "relationship": filing.relationship_text or filing.relationship,
        "status": filing.status.value,
        "applied_at": filing.applied_at.isoformat(),
        "timeline": [
            {"at": event.at.isoformat(), "what": event.kind, "note": event.note}
            for event in filings.timeline(session, filing.id)
        ],
    }
