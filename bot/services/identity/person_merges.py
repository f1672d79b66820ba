"""Merging two rows of people that are one person: who declared a number under a name that the register had wrong.

The register corrects the name: the only one who has declared this name with the phone number on record gets the record
(`heal`). Or two reviewers approve an identity case of who declared the number, or its holder has declared it in another
account (`absorptions`), both by `merge`. Everything follows: vehicles, filings, blocks, limits, certificates, fines,
memberships.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import limits, same_person
from bot.services.values import names
from storage import audit, database, merged_people
from storage.engine import outbox
from storage.identity import accounts, shared_numbers
from storage.register import people
from storage.register.people import Person
from storage.review import blacklist, identity_case_status


def heal(session: Session, person: Person, *, now: datetime) -> Person | None:
    """Give a person on record, who has no account, that of the only one who declared the same.

    Returns the row of who declared it, of which nothing is left, or None. The same is the ID number, exactly this name,
    and the phone number on record, which Telegram has verified then.
    """
    duplicate = _declared_by(session, person)
    account = accounts.of_person(session, duplicate.id) if duplicate is not None else None
    if duplicate is None or account is None or accounts.of_person(session, person.id) is not None:
        return None
    database.lock_row(session, Person, duplicate.id)
    merged_people.lock(session, duplicate.id)
    limits.keep(session, account, now=now)
    identity_case_status.outdate(session, person.id)
    account.person_id = person.id
    database.add(session, account)
    person.phone_unconfirmed = False
    merge(session, duplicate, person, by=None, now=now)
    outbox.notify(session, person.id, "identity.healed", person.id, at=now)
    return duplicate


def duplicate_of(session: Session, person: Person, own: UUID | None) -> Person | None:
    """Return the account's own person, if it is another row that only declares the ID number of this one."""
    found = session.get(Person, own) if own is not None and own != person.id else None
    if found is None or same_person.holds_number(found) or not found.id_number or found.id_number != person.id_number:
        return None
    return found


def merge(session: Session, duplicate: Person, person: Person, *, by: UUID | None, now: datetime) -> None:
    """Move everything of a duplicate to the person, and erase it. The account is bound by the caller.

    The caller has locked both, and then the rows of the duplicate (`merged_people.lock`).
    """
    if duplicate.phone and duplicate.phone != person.phone and not duplicate.phone_unconfirmed:
        same_person.keep_keys(session, person, [f"phone:{duplicate.phone_index}"], now=now)
    untils = [each.blacklisted_until for each in (person, duplicate) if each.blacklisted_until is not None]
    person.blacklisted_until = max(untils, default=None)
    person.portrait_id = person.portrait_id or duplicate.portrait_id
    people.erase(duplicate)
    duplicate.blacklisted_until = None
    session.add_all([person, duplicate])
    shared_numbers.forget(session, person.id, duplicate.id)
    merged_people.move(session, duplicate.id, person.id)
    blacklist.move_appeals(session, duplicate.id, person.id)
    audit.record(session, audit.Action.PERSON_MERGED, by=by, on=person.id, at=now)


def _declared_by(session: Session, person: Person) -> Person | None:
    found = [
        each
        for each in people.declared(session, person.id_number)
        if person.phone and each.phone == person.phone and names.are_same(each.name, person.name)
    ]
    return found[0] if len(found) == 1 else None
