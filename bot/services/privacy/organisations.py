"""Personal data: own vehicles, memberships in organisations, and browsers signed in to the portal."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.organisations import web_sessions as session_service
from bot.services.privacy import words
from bot.services.privacy.keeper import Keeper
from storage.identity import accounts
from storage.organisations import organisations, web_sessions
from storage.organisations.organisations import ADMINISTRATOR_SEAT, Organisation, OrganisationMember
from storage.register import former_owners, vehicles
from storage.register.former_owners import FormerOwner
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the vehicles without engine and chassis numbers, current and past memberships, and known browsers."""
    return {
        "vehicles": [_vehicle(each) for each in vehicles.of_person(session, person.id)],
        "former_vehicles": [_former(session, each) for each in former_owners.periods_of(session, person.id, ())],
        "organisations": [_membership(session, each) for each in organisations.of_person(session, person.id)],
        "memberships": [
            {**_membership(session, each), "until": each.ended_at.isoformat() if each.ended_at else None}
            for each in organisations.all_of_person(session, person.id)
        ],
        "browsers": [
            {"device": row.device, "signed_in": row.created_at.isoformat(), "seen": row.seen_at.isoformat()}
            for row in web_sessions.all_of_person(session, person.id)
        ],
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Sign the person out of the portal and end their memberships; the register says who is an administrator."""
    account = accounts.of_person(session, person.id)
    if account is not None:
        session_service.end_all(session, account, now=now)
    for member in organisations.of_person(session, person.id):
        if member.organisation_seat != ADMINISTRATOR_SEAT:
            organisations.end_membership(session, member, at=now)


KEEPER = Keeper(export, erase)


def _vehicle(vehicle: Vehicle) -> dict[str, Any]:
    registered, insured = vehicle.first_registered_on, vehicle.insurance_valid_until
    return {
        "plate_type": words.plate_type(vehicle.plate_type),
        "plate": vehicle.plate,
        "model": vehicle.model,
        "colour": vehicle.colour,
        "use": vehicle.use,
        "state": vehicle.state,
        "first_registered_on": registered.isoformat() if registered else None,
        "inspection_valid_until": vehicle.inspection_valid_until,
        "insurance_valid_until": insured.isoformat() if insured else None,
    }


def _former(session: Session, period: FormerOwner) -> dict[str, Any]:
    return {
        "plate": session.get_one(Vehicle, period.vehicle_id).plate,
        "since": period.since.isoformat() if period.since else None,
        "until": period.until.isoformat(),
    }


def _membership(session: Session, member: OrganisationMember) -> dict[str, Any]:
    return {
        "name": session.get_one(Organisation, member.organisation_id).name,
        "role": member.role,
        "since": member.since.isoformat(),
    }
