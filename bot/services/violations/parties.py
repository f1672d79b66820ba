"""Whose a violation is: who owned the vehicle when it happened, and who has filed it from that owner.

A sale passes no record on: the former owner sees, handles, contests and pays what happened before, the new owner does
not see it. Sales that the desk does not know change nothing: then a record is the present owner's.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import in_force, my_vehicles
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.organisations import authority
from storage import database
from storage.organisations import organisations
from storage.organisations.organisations import ADMINISTRATOR_SEAT
from storage.register import former_owners
from storage.register.former_owners import FormerOwner
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation


def owner_at(session: Session, vehicle_id: UUID, moment: datetime) -> Person | None:
    """Return who decides for the owner of that moment: of an organisation the administrator of today."""
    former = former_owners.at(session, vehicle_id, moment)
    if former is None:
        return authority.acting_owner(session, vehicle_id)
    if former.person_id is not None:
        return session.get(Person, former.person_id)
    assert former.organisation_id is not None
    return authority.acting_administrator(session, former.organisation_id)


def people_of(session: Session, vehicle_id: UUID, moment: datetime, *, now: datetime) -> list[UUID]:
    """Return whose a record of that moment is: the owner of then, and the filers if that is the owner of now."""
    owner = owner_at(session, vehicle_id, moment)
    is_present = former_owners.at(session, vehicle_id, moment) is None
    filers = in_force.of_vehicle(session, vehicle_id, now=now) if is_present else []
    return list(dict.fromkeys([*([owner.id] if owner else []), *(filing.filer_id for filing in filers)]))


def find(session: Session, person: Person, vehicle_id: UUID, *, now: datetime) -> HeldVehicle:
    """Return a vehicle whose records, or a part of them, are this person's. Raises NotYours.

    Person and vehicle are locked, in this order, as `my_vehicles.find` does.
    """
    database.lock_row(session, Person, person.id)
    vehicle = database.lock_row(session, Vehicle, vehicle_id)
    former = tuple(_periods(session, person, vehicle_id))
    try:
        return replace(my_vehicles.find(session, person, vehicle_id, now=now), former=former)
    except NotYours:
        if vehicle is None or not former:
            raise
        return HeldVehicle(vehicle, None, former=former, is_present=False)


def all_of(session: Session, person: Person, *, now: datetime) -> list[HeldVehicle]:
    """Return the vehicles of this person, present ones first, then those that are no longer theirs."""
    former: dict[UUID, list[FormerOwner]] = {}
    for period in _periods(session, person):
        former.setdefault(period.vehicle_id, []).append(period)
    present = [
        replace(held, former=tuple(former.pop(held.vehicle.id, ())))
        for held in my_vehicles.all_of(session, person, now=now)
    ]
    past = [
        HeldVehicle(session.get_one(Vehicle, vehicle_id), None, former=tuple(periods), is_present=False)
        for vehicle_id, periods in former.items()
    ]
    return present + past


def is_of(session: Session, violation: Violation, held: HeldVehicle) -> bool:
    """Return whether a record is among those of a vehicle that this person has or had."""
    if violation.vehicle_id != held.vehicle.id:
        return False
    former = former_owners.at(session, violation.vehicle_id, violation.occurred_at)
    return held.is_present if former is None else former.id in [each.id for each in held.former]


def may_see(session: Session, violation: Violation, person_id: UUID, *, now: datetime) -> bool:
    """Return whether a record is this person's, as owner or as filer."""
    return person_id in people_of(session, violation.vehicle_id, violation.occurred_at, now=now)


def _periods(session: Session, person: Person, vehicle_id: UUID | None = None) -> Sequence[FormerOwner]:
    administered = [
        member.organisation_id
        for member in organisations.of_person(session, person.id)
        if member.organisation_seat == ADMINISTRATOR_SEAT
    ]
    return former_owners.periods_of(session, person.id, administered, vehicle_id=vehicle_id)
