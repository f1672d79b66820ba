"""Whether a vehicle is a member of staff's own: theirs, or of an organisation in which they are a member."""

from sqlmodel import Session

from bot.services.identity.same_person import were_same
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def is_own(session: Session, vehicle: Vehicle, *, by: Account) -> bool:
    """Return whether this account's person, under whichever identity, owns the vehicle or belongs to its owner."""
    if vehicle.owner_person_id is not None:
        owners = [vehicle.owner_person_id]
    else:
        assert vehicle.owner_organisation_id is not None
        owners = [member.person_id for member in organisations.members(session, vehicle.owner_organisation_id)]
    return any(were_same(session, by, session.get_one(Person, owner)) for owner in owners)
