"""Personal data: membership of staff. Who serves cannot delete their account; a former member is pseudonymised."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.privacy.keeper import Keeper
from storage.identity import accounts
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember


class StillStaff(Refusal, key="refused-still-staff"):
    """The person serves as a member of staff: whoever acts in an office keeps their account."""


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the roles held, and since when."""
    member = _member(session, person)
    if member is None:
        return {"staff": []}
    until = member.ended_at.isoformat() if member.ended_at else None
    return {"staff": [{"roles": member.roles, "since": member.since.isoformat(), "until": until}]}


def erase(session: Session, person: Person, now: datetime) -> None:
    """Replace the Telegram id of a former member; what they did stays in the audit under the id of the account."""
    member = _member(session, person)
    if member is not None:
        members.pseudonymise(session, member)


def obstacles(session: Session, person: Person, now: datetime) -> list[Refusal]:
    """Return that the person still serves."""
    member = _member(session, person)
    return [StillStaff()] if member is not None and member.ended_at is None else []


KEEPER = Keeper(export, erase, obstacles)


def _member(session: Session, person: Person) -> StaffMember | None:
    account = accounts.of_person(session, person.id)
    return members.by_telegram(session, account.telegram_id) if account is not None else None
