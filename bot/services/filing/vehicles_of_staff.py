"""Whether a vehicle is a member of staff's own in a duty about vehicles: as owner, in an organisation, or as filer."""

from sqlmodel import Session

from bot.services.identity.same_person import were_same
from bot.services.organisations import vehicles_of_staff
from storage.filing import filings
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def is_used(session: Session, vehicle: Vehicle, *, by: Account) -> bool:
    """Return whether this account's person owns the vehicle, belongs to its owner, or has filed it."""
    filers = [filing.filer_id for filing in filings.active_of_vehicle(session, vehicle.id)]
    is_filer = any(were_same(session, by, session.get_one(Person, filer)) for filer in filers)
    return is_filer or vehicles_of_staff.is_own(session, vehicle, by=by)
