"""People who have left: their account was deleted, or an identity case gave it to another person.

What is decided about them, before or afterwards, stays with their row: blacklist entries, owners' blocks. It counts for
whoever comes back with a key that was theirs, found by their former keys. So it needs no record, holds whenever it is
decided, and ends for every key when it is lifted. Nothing is stored about who comes back.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import limits, same_person
from bot.services.identity.left_answers import LEFT
from storage.identity import accounts, former_keys, shared_numbers
from storage.register import people
from storage.register.people import Person
from storage.review import blacklist

# Before the keys that former keys are compared with.
PREFIXES = {"number": (limits.HELD, LEFT), "phone": ("", same_person.PROVEN), "telegram": ("",)}


def keep(session: Session, person: Person, *, telegram_id: int | None = None, now: datetime) -> None:
    """Keep the keys of a person whose data are about to be erased, the typed ID number for the acts of staff.

    A declared ID number is one that nobody held then. Who holds it now and knows of this person knows them by id.
    """
    theirs = [key for key in same_person.keys_of(person) if not (person.phone_unconfirmed and key.startswith("phone:"))]
    number = "" if shared_numbers.is_about(session, person.id) else _number_key(person)
    numbers = [number] if number else _typed_of_another(person)
    same_person.keep_keys(session, person, [*theirs, *numbers], now=now)
    same_person.keep_number(session, person, telegram_id, now=now)
    if number.startswith(LEFT):
        limits.keep_left(session, person, number, now=now)


def _number_key(person: Person) -> str:
    """Return the key of a person's ID number, "" if they declare one that somebody held before."""
    if same_person.holds_number(person):
        return f"{limits.HELD}number:{person.id_number_index}"
    index = people.id_number_index(person.id_number)
    return f"{LEFT}number:{index}" if index == person.id_number_index else ""


def _typed_of_another(person: Person) -> list[str]:
    """Return the key of the ID number of who declares one that somebody held before: for the acts of staff."""
    is_own_hash = not person.id_number or people.id_number_index(person.id_number) == person.id_number_index
    return [] if is_own_hash else [same_person.typed_number_key(person)]


def own(session: Session, person: Person, ids: Collection[UUID]) -> set[UUID]:
    """Return who of these was this same person: the Telegram user is the same, or the ID number that both held.

    Who has an account again is another person.
    """
    found = with_keys(session, ids, limits.own_keys(session, person), but=person)
    return {each for each in found if accounts.of_person(session, each) is None}


def is_another(session: Session, person: Person, entry_id: UUID, appellant_id: UUID) -> bool:
    """Return whether a person holds the number of who has left, and another one has appealed in their place."""
    keys = [key for key in limits.own_keys(session, person) if not key.startswith("telegram:")]
    if with_keys(session, {entry_id, appellant_id}, keys, but=person) != {entry_id}:
        return False
    return person.id_number_index != session.get_one(Person, appellant_id).id_number_index


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


def for_whom(session: Session, person: Person, among: Iterable[tuple[Person, int | None]]) -> list[Person]:
    """Return for whom of these people, with their Telegram users, the acts of a person count by former keys."""
    theirs = {person.id, *shared_numbers.people_counting(session, [person.id])}
    kept = {who: hashes for who in theirs if (hashes := former_keys.of_person(session, who))}
    return [each for each, user in among if _had_any(kept, each, user) and all_of(session, each, {person.id})]


def follow_appeals(session: Session, person: Person) -> None:
    """Let who has come back hear what becomes of the appeals that they had made before."""
    waiting = {entry.person_id: entry for entry in blacklist.appeals(session)}
    for each in own(session, person, waiting):
        blacklist.tell_too(session, waiting[each], person.id)


def moment_apart(now: datetime) -> datetime:
    """Return a moment of the last hour: what is stored with it shares none with what else happens now.

    It stands in the rows of who has left when something happens to who has come back.
    """
    return now - timedelta(microseconds=1 + secrets.randbelow(3_600_000_000))


def _had_any(kept: dict[UUID, frozenset[str]], person: Person, telegram_id: int | None) -> bool:
    """Return whether any former key that is kept may be a person's, before each is looked at closely."""
    if not kept:
        return False
    bare = [(key, key.partition(":")[0]) for key in same_person.keys_of(person, telegram_id)]
    hashes = [former_keys.key_hash(f"{prefix}{key}") for key, kind in bare for prefix in PREFIXES[kind]]
    return any(
        each in theirs or former_keys.unlinked_hash(who, each) in theirs
        for who, theirs in kept.items()
        for each in hashes
    )
