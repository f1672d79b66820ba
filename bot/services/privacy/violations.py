"""Personal data: decisions on violations, objections, and muted notifications. Decisions and objections are records."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.privacy.keeper import Keeper
from storage import objections
from storage.objections import Objection
from storage.register.people import Person
from storage.violations import decisions, notifications
from storage.violations.decisions import Decision


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the decisions, the objections, and which notifications the person has muted."""
    return {
        "decisions": [_decision(each) for each in decisions.of_person(session, person.id)],
        "objections": [_objection(each) for each in objections.of_person(session, person.id)],
        "muted_news": sorted(notifications.muted(session, person.id)),
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Delete the choice of notifications."""
    notifications.delete_of_person(session, person.id)


KEEPER = Keeper(export, erase)


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "fine_fen": decision.fine,
        "late_fee_fen": decision.late_fee,
        "points": decision.points,
        "state": decision.state,
        "decided_at": decision.decided_at.isoformat(),
        "paid_at": decision.paid_at.isoformat() if decision.paid_at else None,
        "agreed_terms": decision.terms_version,
    }


def _objection(objection: Objection) -> dict[str, Any]:
    return {
        "number": objection.number,
        "said": objection.said,
        "state": objection.state,
        "answer": objection.answer,
        "made_at": objection.made_at.isoformat(),
    }
