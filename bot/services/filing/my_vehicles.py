"""My vehicles: own, administered and filed vehicles of a person in one list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours
from bot.services.filing import in_force
from bot.services.organisations import authority
from storage import database
from storage.filing import filings
from storage.filing.filings import Filing
from storage.organisations import fleet, organisations
from storage.organisations.fleet import FleetFilter
from storage.organisations.organisations import Organisation
from storage.register import former_owners, vehicles
from storage.register.former_owners import FormerOwner
from storage.register.people import Person
from storage.register.vehicles import Vehicle


@dataclass(frozen=True)
class HeldVehicle:
    """A vehicle as one person has it: own or administered (filing is None), or filed.

    former: when they or their organisation have owned it before; is_present: whether they have it now.
    """

    vehicle: Vehicle
    filing: Filing | None
    organisation: str = ""
    former: tuple[FormerOwner, ...] = ()
    is_present: bool = True

    @property
    def is_own(self) -> bool:
        """Whether the person decides as the owner."""
        return self.filing is None


def all_of(session: Session, person: Person, *, now: datetime) -> list[HeldVehicle]:
    """Return the vehicles of this person: owned, administered, then filed ones."""
    own = [HeldVehicle(vehicle, None) for vehicle in vehicles.of_person(session, person.id)]
    administered = [
        HeldVehicle(vehicle, None, session.get_one(Organisation, member.organisation_id).name)
        for member in organisations.of_person(session, person.id)
        if member.organisation_seat == organisations.ADMINISTRATOR_SEAT
        for vehicle in vehicles.of_organisation(session, member.organisation_id)
    ]
    filed = [
        HeldVehicle(session.get_one(Vehicle, filing.vehicle_id), filing)
        for filing in in_force.of_filer(session, person.id, now=now)
    ]
    return own + administered + filed


def count(session: Session, person_id: UUID | None, *, now: datetime) -> tuple[int, int]:
    """Return how many vehicles this person owns or administers and how many they have filed; zeros without a person."""
    if person_id is None:
        return 0, 0
    administered = sum(
        fleet.count(session, member.organisation_id, FleetFilter())
        for member in organisations.of_person(session, person_id)
        if member.organisation_seat == organisations.ADMINISTRATOR_SEAT
    )
    own = len(vehicles.of_person(session, person_id)) + administered
    return own, len(in_force.of_filer(session, person_id, now=now))


def find(session: Session, person: Person, vehicle_id: UUID, *, now: datetime) -> HeldVehicle:
    """Return this vehicle as this person has it. Raises NotYours.

    Person and vehicle are locked, in this order, so that what is shown or done with it does not outlast a sale, a
    hand-over, the end of the filing or its term.
    """
    database.lock_row(session, Person, person.id)
    owner = authority.speaks_for(session, vehicle_id)
    vehicle = session.get(Vehicle, vehicle_id)
    if vehicle is None:
        raise NotYours
    if owner is not None and owner.id == person.id:
        organisation_id = vehicle.owner_organisation_id
        name = session.get_one(Organisation, organisation_id).name if organisation_id else ""
        return HeldVehicle(vehicle, None, name)
    filing = in_force.of_pair(session, vehicle.id, person.id, now=now)
    if filing is None:
        raise NotYours
    return HeldVehicle(vehicle, filing)


def ended_filings(session: Session, vehicle: Vehicle) -> list[Filing]:
    """Return the ended filings of a vehicle that its present owner has agreed to: a buyer sees none of the seller's."""
    return filings.ended_of_vehicle(session, vehicle.id, since=former_owners.present_since(session, vehicle.id))


def find_active(session: Session, filing_id: UUID, *, by: Person, now: datetime) -> Filing:
    """Return a filing that this person may end as filer or owner. Raises NotYours."""
    filing = session.get(Filing, filing_id)
    if filing is None:
        raise NotYours
    if filing.filer_id != by.id:
        held = find(session, by, filing.vehicle_id, now=now)
        if not held.is_own:
            raise NotYours
    return filing
