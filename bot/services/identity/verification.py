"""Verification (实人认证): who holds an ID number, and what its other declarers are told.

A declaration reserves no number. Record and verification win: the person on record or verified holds it, and everybody
else who has declared it may not act under it until their own identity is verified.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import absorptions, left_people, shared_numbers
from bot.services.values import names
from storage import audit, database
from storage.engine import outbox
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person


class NumberHeldByOther(Refusal, key="refused-number-held", offers=("queue",)):
    """To staff: somebody else on record or verified holds the ID number, so this person cannot be verified under it."""


def verify(session: Session, person: Person, *, now: datetime) -> None:
    """Mark a person as verified by a face check or by staff; who else has declared the ID number is told.

    What is held against those counts from now on, unless staff have answered that they are somebody else.

    Raises NumberHeldByOther.
    """
    held_before = person.registered or person.verified_at is not None
    if not held_before:
        shared_numbers.carry_over(session, person, now=now)
    if not people.set_verified(session, person, at=now):
        raise NumberHeldByOther
    left_people.follow_appeals(session, person)
    absorptions.order(session, person, now=now)
    if not held_before:
        tell_declarers(session, person, now=now)


def withdraw(session: Session, person: Person, *, by: UUID | None, now: datetime) -> None:
    """Withdraw a wrong verification: the person only declares the ID number now, and keeps the account.

    by: the account that decides it. People who have an account are told when the number becomes somebody else's
    (`put_on_record`, `verify`), others by SMS if staff decide it. Nothing changes for who is not verified.
    """
    if person.verified_at is None:
        return
    person.verified_at = None
    database.add(session, person)
    audit.record(session, audit.Action.VERIFICATION_WITHDRAWN, by=by, on=person.id, at=now)
    if by is not None and accounts.of_person(session, person.id) is None:
        outbox.notify_by_sms(session, person.id, "identity.unverified", person.id, at=now)


def rename(session: Session, person: Person, *, now: datetime, stays_verified: bool = False) -> None:
    """Have a verified person who gets another name in the register confirm who they are anew, and tell them.

    stays_verified: somebody else has compared them with their ID document.
    """
    if not stays_verified:
        withdraw(session, person, by=None, now=now)
    if accounts.of_person(session, person.id) is not None:
        outbox.notify(session, person.id, "identity.renamed", person.id, at=now)


def tell_name(session: Session, person: Person, *, now: datetime) -> None:
    """Tell somebody on record who is not verified, and has an account, that the register has another name for them."""
    if accounts.of_person(session, person.id) is not None:
        outbox.notify(session, person.id, "identity.name-changed", person.id, at=now, sms=False)


def find_for_record(session: Session, *, id_number: str, name: str, phone: str, now: datetime) -> Person | None:
    """Return whom the register means with these data: the person on record, or who becomes it and keeps their account.

    That is a verified person of this name, or the only one who has declared exactly this name and phone number. A
    verified person of another name is no longer verified: the register says that the number is somebody else's.
    """
    holder = people.by_id_number(session, id_number)
    if holder is not None and not holder.registered and not names.are_same(holder.name, name):
        withdraw(session, holder, by=None, now=now)
        holder = None
    return holder or _only_match(session, id_number, name=name, phone=phone)


def put_on_record(session: Session, person: Person, *, now: datetime) -> bool:
    """Put a person on record; who else has declared the ID number is told. Returns False if they were on record."""
    if person.registered:
        return False
    held_before = person.verified_at is not None
    if not held_before:
        shared_numbers.carry_over(session, person, now=now)
    person.registered = True
    people.claim_number(person)
    database.add(session, person)
    if not held_before:
        tell_declarers(session, person, now=now)
    return True


def _only_match(session: Session, id_number: str, *, name: str, phone: str) -> Person | None:
    found = [
        person
        for person in people.declared(session, id_number)
        if person.phone == phone and names.are_same(person.name, name)
    ]
    return found[0] if len(found) == 1 else None


def tell_declarers(session: Session, holder: Person, *, now: datetime) -> None:
    """Tell everybody with an account who only declares this person's ID number; called once, when it becomes theirs."""
    for person in people.declared(session, holder.id_number):
        if accounts.of_person(session, person.id) is not None:
            audit.record(session, audit.Action.NUMBER_CONTESTED, by=None, on=person.id, at=now)
            outbox.notify(session, person.id, "identity.contested", person.id, at=now)
