"""Absorptions: who holds an ID number, and which rows that only declare it are the same person's in a lost account.

verified or registered ──► `order`, a timer for each such row ──► everything becomes the holder's, in a turn of its own
(`review/identity_absorptions`): the acts that verify somebody have locked other rows by then.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.identity import same_person
from bot.services.values import names
from storage.engine import timers
from storage.identity import accounts, shared_numbers
from storage.identity.shared_numbers import SharedNumber
from storage.register import people
from storage.register.people import Person

ABSORB = "person.absorb"  # The subject of the timer is the row that ends.


def order(session: Session, holder: Person, *, now: datetime) -> None:
    """Have what the holder declared in other accounts become theirs, if they have an account."""
    account = accounts.of_person(session, holder.id)
    if account is None or not same_person.holds_number(holder):
        return
    known = shared_numbers.of_person(session, holder.id)
    for other in people.declared(session, holder.id_number):
        if are_alike(holder, other) or is_same_by_staff(known.get(other.id)):
            timers.start(session, ABSORB, other.id, lane=account.lane, due_at=now)


def are_alike(holder: Person, other: Person) -> bool:
    """Return whether both have this ID number, the same name, and a phone number that both have shown to be theirs."""
    if not holder.phone or holder.phone != other.phone or holder.phone_unconfirmed or other.phone_unconfirmed:
        return False
    return holder.id_number == other.id_number and names.are_same(holder.name, other.name)


def is_same_by_staff(row: SharedNumber | None) -> bool:
    """Return whether staff have answered that both are the same person."""
    return row is not None and row.counts and row.answered_by is not None
