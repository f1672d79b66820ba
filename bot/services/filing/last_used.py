"""What a filer has used before, offered first: the vehicle of their last application that is over, the relationship."""

from dataclasses import dataclass

from sqlmodel import Session

from storage.filing import filings
from storage.filing.filings import OPEN_STATUSES, FilingStatus, Relationship
from storage.register.people import Person
from storage.register.vehicles import Vehicle


@dataclass(frozen=True, slots=True)
class UsedRelationship:
    """A relationship to an owner, with the words of one that is none of the usual."""

    kind: Relationship
    text: str = ""


def vehicle(session: Session, person: Person) -> Vehicle | None:
    """Return the vehicle for which this person applied last, if that application is over; None without one."""
    last = next(iter(filings.all_of_filer(session, person.id, limit=1)), None)
    if last is None or last.status in (*OPEN_STATUSES, FilingStatus.ACTIVE):
        return None
    return session.get(Vehicle, last.vehicle_id)


def relationship(session: Session, person: Person) -> UsedRelationship | None:
    """Return the relationship of this person's last application, None without one."""
    last = next(iter(filings.all_of_filer(session, person.id, limit=1)), None)
    if last is None or last.relationship is None:
        return None
    return UsedRelationship(last.relationship, last.relationship_text)
