"""What the official register says of a person's cars and organisations: told to him, and not his account's to end."""

from typing import Any

from sqlmodel import Session

from storage.organisations import organisations
from storage.organisations.organisations import Member
from storage.register import vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return his cars and the organisations he acts for. Engine and chassis numbers are shown to nobody."""
    return {
        "vehicles": [_car(car) for car in vehicles.of_person(session, person.id)],
        "organisations": [_seat(session, member) for member in organisations.of_person(session, person.id)],
    }


def _car(car: Vehicle) -> dict[str, Any]:
    return {
        "plate_type": car.plate_type,
        "plate": car.plate,
        "model": car.model,
        "colour": car.colour,
        "use": car.use.value,
        "state": car.state.value,
        "first_registered_on": car.first_registered_on.isoformat() if car.first_registered_on else None,
        "inspection_valid_until": car.inspection_valid_until,
        "insurance_valid_until": car.insurance_valid_until.isoformat() if car.insurance_valid_until else None,
    }


def _seat(session: Session, member: Member) -> dict[str, Any]:
    organisation = organisations.get(session, member.organisation_id)
    return {
        "name": organisation.name if organisation else "",
        "role": member.role.value,
        "since": member.since.isoformat(),
    }
