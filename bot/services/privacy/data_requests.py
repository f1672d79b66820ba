"""Personal data export (data export: a copy of one's own data), what a deletion deletes, deletion of an account.

The keepers of this package answer for the domains; the person and the account themselves are handled here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot import discovery
from bot.errors import Refusal, raise_all
from bot.services import privacy
from bot.services.filing import in_force, owner_requests
from bot.services.identity import accounts, left_people, limits, same_person
from bot.services.organisations import organisations
from bot.services.privacy import confirmation, files as privacy_files, words
from bot.services.privacy.keeper import Keeper
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import audit, audit_search, database, files
from storage.engine import conversations, lane_pseudonyms
from storage.filing import approvals, filings
from storage.filing.filings import Filing
from storage.identity import accounts as account_store, former_keys
from storage.identity.accounts import Account
from storage.payments import payments
from storage.register import people
from storage.register.people import Person

EXPORT_KEPT = timedelta(days=1)
MAX_ERASED = 50  # People of one round of housekeeping.


@dataclass(frozen=True)
class Consequences:
    """What deleting the account ends, and for how many days at most limits are still kept by keyed hashes.

    of_own_vehicles: applications and filings of others, which the deletion does not end; those that wait come first.
    administered: the names of the organisations whose vehicles nobody can answer for in the chat then.
    """

    active_filings: int
    open_applications: int
    limit_days: int
    of_own_vehicles: Sequence[Filing] = ()
    administered: Sequence[str] = ()


def keepers() -> list[Keeper]:
    """Return the keeper of every domain."""
    return [keeper for keeper in discovery.definitions(privacy, "KEEPER") if isinstance(keeper, Keeper)]


def export(session: Session, account: Account, person: Person, texts: words.Words, *, now: datetime) -> UUID:
    """Write all personal data into an encrypted file, in place of an earlier one; kept for a day. Returns its id.

    texts: returns the text of a key in the language of the person.
    """
    exported = discovery.merge(
        [
            {"made_at": now.isoformat(), "account": _account(account), "person": _person(person)},
            *(keeper.export(session, person) for keeper in keepers()),
            {"history": _history(session, account, person)},
        ]
    )
    privacy_files.drop_exports(session, person)
    file_id = files.store(
        session,
        json.dumps(words.spoken(exported, texts), ensure_ascii=False, indent=2).encode(),
        kind=privacy_files.EXPORT,
        name="my-data.json",
        media_type="application/json",
        at=now,
        person_id=person.id,
        delete_at=now + EXPORT_KEPT,
    )
    audit.record(session, audit.Action.ACCOUNT_EXPORTED, by=person.id, on=None, at=now)
    return file_id


def consequences(session: Session, person: Person, *, now: datetime) -> Consequences:
    """Return what deleting the account ends. Raises every reason that prevents it, together."""
    raise_all(_obstacles(session, person, now))
    active, waiting = in_force.of_filer(session, person.id, now=now), filings.open_of_filer(session, person.id)
    days = rules.number(session, RuleName.LIMIT_RECORD_DAYS, at=now)
    asked = [session.get_one(Filing, each.filing_id) for each in approvals.pending_of(session, person.id)]
    go_on = [*asked, *owner_requests.agreed_to(session, person)]
    seats = organisations.memberships_of(session, person.id)
    administered = [each.organisation.name for each in seats if each.administers]
    return Consequences(len(active), len(waiting), days, go_on, administered)


def delete(session: Session, account: Account, person: Person, *, now: datetime) -> None:
    """Delete the account: erase the personal data of every domain, and separate the account from the person.

    Audit entries and the records of filings and consents stay, under ids that no longer lead to a Telegram user:
    the account, those that identity cases have ended before it, and their lanes get a pseudonym. Show the last card
    before: afterwards the chat is not known.
    Raises every reason that prevents the deletion, together.
    """
    held = database.lock_row(session, Person, person.id) or person
    raise_all(_obstacles(session, held, now))
    limits.keep(session, account, now=now)
    left_people.keep(session, held, telegram_id=account.telegram_id, now=now)
    _erase(session, held, now=now)
    accounts.detach(session, account, now=now)
    confirmation.forget_codes(session, account)
    for each in (*same_person.former_accounts(session, held), account):
        _forget_telegram_id(session, each)
    former_keys.unlink(session, held.id)
    payments.move_to_lane(session, held.id, account.lane)
    audit.record(session, audit.Action.ACCOUNT_DELETED, by=account.id, on=None, at=now)


def erase_left(session: Session, now: datetime) -> None:
    """Erase people who have had no account since an identity case gave it to somebody else. A housekeeping job.

    That is, after the days for guests, unless something prevents it. The official register is not changed.
    """
    before = now - timedelta(days=rules.number(session, RuleName.GUEST_DAYS, at=now))
    for person in people.left(session, before=before, limit=MAX_ERASED):
        held = database.lock_row(session, Person, person.id)
        if held is None or held.left_at is None or _obstacles(session, held, now):
            continue
        left_people.keep(session, held, now=now)
        _erase(session, held, now=now)
        former_keys.unlink(session, held.id)
        audit.record(session, audit.Action.ACCOUNT_DELETED, by=None, on=held.id, at=now)


def _erase(session: Session, person: Person, *, now: datetime) -> None:
    for keeper in keepers():
        keeper.erase(session, person, now)
    if not person.registered:  # The official register is not the account's to change.
        people.erase(person)
        session.add(person)


def _forget_telegram_id(session: Session, account: Account) -> None:
    lane = account.lane
    account_store.pseudonymise(session, account)
    conversations.delete_conversation(session, lane)
    lane_pseudonyms.replace(session, lane, account.lane)


def _obstacles(session: Session, person: Person, now: datetime) -> list[Refusal]:
    return [obstacle for keeper in keepers() for obstacle in keeper.obstacles(session, person, now)]


def _account(account: Account) -> dict[str, Any]:
    return {
        "telegram_id": account.telegram_id,
        "language": account.language,
        "large_text": account.large_text,
        "first_seen": account.created_at.isoformat(),
        "registered_at": account.registered_at.isoformat() if account.registered_at else None,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "id_number": person.id_number,
        "birth_date": person.birth_date,
        "phone": person.phone,
        "in_the_official_register": person.registered,
        "licence_number": person.licence_number,
        "licence_class": person.licence_class,
        "licence_status": person.licence_status,
        "points": person.points,
        "identity_verified_at": person.verified_at.isoformat() if person.verified_at else None,
        "blacklisted_until": person.blacklisted_until.isoformat() if person.blacklisted_until else None,
    }


def _history(session: Session, account: Account, person: Person) -> list[dict[str, Any]]:
    entries = audit_search.about(session, [account.id, person.id])
    return [{"at": entry.at.isoformat(), "what": words.action(entry.action)} for entry in entries]
