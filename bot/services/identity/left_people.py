"""People who have left: their account was deleted, or an identity case gave it to another person.

What is decided about them, before or afterwards, stays with their row: blacklist entries, owners' blocks. It counts for
whoever comes back with a key that was theirs, found by their former keys. So it needs no record, holds whenever it is
decided, and ends for every key when it is lifted. Nothing is stored about who comes back.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import limits, same_person
from bot.services.identity.left_answers import LEFT
from storage.identity import accounts, former_keys, shared_numbers
from storage.register import people
from storage.register.people import Person


def keep(session: Session, person: Person, *, telegram_id: int | None = None, now: datetime) -> None:
    """Keep the keys of a person whose data are about to be erased.

    A declared ID number is one that nobody held then. Who holds it now and knows of this person knows them by id.
    """
    theirs = [key for key in same_person.keys_of(person) if not (person.phone_unconfirmed and key.startswith("phone:"))]
    number = "" if shared_numbers.is_about(session, person.id) else _number_key(person)
    same_person.keep_keys(session, person, [*theirs, *([number] if number else [])], now=now)
    same_person.keep_number(session, person, telegram_id, now=now)
    if number.startswith(LEFT):
        limits.keep_left(session, person, number, now=now)


def _number_key(person: Person) -> str:
    """Return the key of a person's ID number, "" if they declare one that somebody held before."""
    if same_person.holds_number(person):
        return f"{limits.HELD}number:{person.id_number_index}"
    index = people.id_number_index(person.id_number)
    return f"{LEFT}number:{index}" if index == person.id_number_index else ""


def own(session: Session, person: Person, ids: Collection[UUID]) -> set[UUID]:
    """Return who of these was this same person: the Telegram user is the same, or the ID number that both held.

    Who has an account again is another person.
    """
    found = with_keys(session, ids, limits.own_keys(session, person), but=person)
    return {each for each in found if accounts.of_person(session, each) is None}


def all_of(session: Session, person: Person, ids: Collection[UUID]) -> set[UUID]:
    """Return who of these had a key that counts for this person, others included."""
    return with_keys(session, ids, limits.counting_keys(session, person), but=person)


def own_listed(session: Session, person: Person, *, now: datetime) -> dict[UUID, datetime]:
    """Return who was this same person and is on the blacklist, and until when."""
    listed = people.listed(session, at=now)
    return {each: listed[each] for each in own(session, person, listed)}


def with_keys(
    session: Session, ids: Collection[UUID], keys: Collection[str], *, but: Person | None = None
) -> set[UUID]:
    """Return who of these had one of these keys before, or what they did counted for somebody who had."""
    if not ids or not keys:
        return set()
    counted = shared_numbers.people_counting(session, ids)
    had = former_keys.who_had(session, {*ids, *counted}, map(former_keys.key_hash, keys))
    had -= {but.id} if but is not None else set()
    return {each for each in ids if each in had} | {each for who in had & set(counted) for each in counted[who]}
