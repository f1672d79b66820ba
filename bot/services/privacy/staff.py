"""Personal data: membership of staff. Members cannot delete their account; a former member is pseudonymised."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import same_person
from bot.services.privacy.keeper import Keeper
from storage.identity import accounts
from storage.register.people import Person
from storage.staff import members, second_factors
from storage.staff.members import StaffMember, StaffRole


class StillStaff(Refusal, key="refused-still-staff", offers=("privacy",)):
    """The person serves as a member of staff: whoever acts in an office keeps their account."""


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the roles held, and since when; and since when there is a second factor, without its secret."""
    account = accounts.of_person(session, person.id)
    factor = second_factors.of_account(session, account.id) if account is not None else None
    begun = {"second_factor": factor.begun_at.isoformat()} if factor is not None else {}
    return {"staff": [_service(member) for member in _members(session, person)], **begun}


def erase(session: Session, person: Person, now: datetime) -> None:
    """Delete the second factor, and replace the Telegram id of a former member.

    What they did stays in the audit under the id of the account.
    """
    account = accounts.of_person(session, person.id)
    if account is not None:
        second_factors.forget(session, account.id)
    for member in _members(session, person):
        members.pseudonymise(session, member)


def obstacles(session: Session, person: Person, now: datetime) -> list[Refusal]:
    """Return that the person still serves."""
    serves = any(member.ended_at is None for member in _members(session, person))
    return [StillStaff()] if serves else []


KEEPER = Keeper(export, erase, obstacles)


def _members(session: Session, person: Person) -> list[StaffMember]:
    """Return the memberships of this person with their account, and with those that identity cases have ended."""
    account = accounts.of_person(session, person.id)
    known = [account.telegram_id] if account is not None else []
    known += [each.telegram_id for each in same_person.former_accounts(session, person)]
    found = [members.by_telegram(session, telegram_id) for telegram_id in dict.fromkeys(known)]
    return [member for member in found if member is not None]


def _service(member: StaffMember) -> dict[str, Any]:
    until = member.ended_at.isoformat() if member.ended_at else None
    return {
        "roles": sorted(StaffRole(each) for each in member.roles.split(";") if each),
        "since": member.since.isoformat(),
        "until": until,
    }
