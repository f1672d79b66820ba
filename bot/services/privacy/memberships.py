"""What the desk keeps of a person's work for organisations: his places, and the browsers he signed in with."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.organisations import web_sessions as session_service
from storage.identity import accounts
from storage.organisations import organisations, web_sessions
from storage.organisations.organisations import ADMINISTRATOR_SEAT
from storage.register.people import Person


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every place he has or had, and his browsers as far as they are still kept."""
    return {
        "organisations": [
            {
                "name": organisation.name,
                "role": member.role.value,
                "since": member.since.isoformat(),
                "until": member.ended_at.isoformat() if member.ended_at else None,
            }
            for member in organisations.every_place(session, person.id)
            if (organisation := organisations.get(session, member.organisation_id)) is not None
        ],
        "browsers": [
            {"device": row.device, "signed_in": row.created_at.isoformat(), "seen": row.seen_at.isoformat()}
            for row in web_sessions.every_one(session, person.id)
        ],
    }


def forget(session: Session, person: Person, now: datetime) -> None:
    """Sign him out everywhere and end his users' places; who administers is the register's to say."""
    account = accounts.of_person(session, person.id)
    if account is not None:
        session_service.end_all(session, account, now=now)
    for member in organisations.of_person(session, person.id):
        if member.organisation_seat != ADMINISTRATOR_SEAT:
            organisations.unseat(session, member, at=now)
