"""Notifications of changes in the register: who owned, owns or has filed a vehicle learns of its sale and its state."""

from datetime import datetime

from sqlmodel import Session

from bot.services.filing import in_force
from bot.services.organisations import authority
from storage.engine import outbox
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def notify_of_sale(
    session: Session, vehicle: Vehicle, *, former: Person | None, blocks: int = 0, now: datetime
) -> None:
    """Notify the former and the new owner in the chat. former: who spoke for the vehicle before.

    blocks: how many of the owner's go on, whose vehicle a correction has given back.
    """
    owner = authority.acting_owner(session, vehicle.id)
    if former is not None and former != owner:
        outbox.notify(session, former.id, "vehicle.left", vehicle.id, at=now, sms=False)
    if owner is not None and former != owner:
        outbox.notify(session, owner.id, "vehicle.back" if blocks else "vehicle.came", vehicle.id, at=now, sms=False)


def notify_of_state(session: Session, vehicle: Vehicle, *, now: datetime) -> None:
    """Notify the owner and the active filers in the chat that the vehicle's state has changed."""
    owner = authority.acting_owner(session, vehicle.id)
    owners = [owner.id] if owner is not None else []
    for person_id in [*owners, *(filing.filer_id for filing in in_force.of_vehicle(session, vehicle.id, now=now))]:
        outbox.notify(session, person_id, "vehicle.state", vehicle.id, at=now, sms=False)
