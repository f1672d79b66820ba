"""What the desk keeps of a person: told, exported, and forgotten when he wants to go.

Every noun that keeps something of persons is a `Keeper` here: it tells what it keeps, ends
what must not go on without him, and says what forbids his going for now.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal, raise_all
from bot.services.identity import accounts, consents
from bot.services.privacy import certificates, face_checks, memberships, organisations, payments
from bot.services.privacy import files as privacy_files
from bot.services.privacy import filings as privacy_filings
from bot.services.review import blacklist
from storage import audit, database, files
from storage.engine import conversations
from storage.filing import filings as filing_filings
from storage.identity.accounts import Account
from storage.identity.consents import AgreedText
from storage.register import people
from storage.register.people import Person

EXPORT_KEPT = timedelta(days=1)

Told = Callable[[Session, Person], dict[str, Any]]
Forget = Callable[[Session, Person, datetime], None]
Obstacles = Callable[[Session, Person, datetime], list[Refusal]]


def _nothing(session: Session, person: Person, now: datetime) -> None:
    """Leave all as it is: evidence, or the register's."""


def _no_obstacle(session: Session, person: Person, now: datetime) -> list[Refusal]:
    return []


@dataclass(frozen=True)
class Keeper:
    """One noun that keeps something of persons. obstacles: why he cannot go now, a payment under way for example."""

    export: Told
    forget: Forget = _nothing
    obstacles: Obstacles = _no_obstacle


@dataclass(frozen=True)
class Consequences:
    """What deleting the account ends."""

    active_filings: int
    open_applications: int


def export(session: Session, account: Account, person: Person, *, now: datetime) -> UUID:
    """Write everything the desk keeps of this person into a file of his, sealed, kept a day. Returns its id."""
    told: dict[str, Any] = {"made_at": now.isoformat(), "account": _account(account)}
    for keeper in KEEPERS:
        told |= keeper.export(session, person)
    told["history"] = _history(session, account, person)
    privacy_files.drop_exports(session, person)
    content = json.dumps(told, ensure_ascii=False, indent=2).encode()
    file_id = files.keep(
        session,
        content,
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
    """Say what deleting the account would end. Raises everything that forbids it, together."""
    raise_all([obstacle for keeper in KEEPERS for obstacle in keeper.obstacles(session, person, now)])
    active = filing_filings.active_of_filer(session, person.id)
    return Consequences(len(active), len(privacy_filings.open_of(session, person)))


def delete(session: Session, account: Account, person: Person, *, now: datetime) -> None:
    """Delete the account: end what hangs on it, drop what is his, cut the rest off from him.

    The audit and the records of filings and agreements stay, by ids that lead to no account any
    more. Raises everything that forbids it, together.
    """
    held = database.lock_row(session, Person, person.id) or person
    raise_all([obstacle for keeper in KEEPERS for obstacle in keeper.obstacles(session, held, now)])
    for keeper in KEEPERS:
        keeper.forget(session, held, now)
    consents.revoke(session, held, AgreedText.FACE, now=now)
    accounts.release(session, account)
    conversations.forget(session, account.lane)
    audit.record(session, audit.Action.ACCOUNT_DELETED, by=account.id, on=None, at=now)


def _account(account: Account) -> dict[str, Any]:
    return {
        "telegram_id": account.telegram_id,
        "language": account.language,
        "first_seen": account.created_at.isoformat(),
        "registered_at": account.registered_at.isoformat() if account.registered_at else None,
    }


def _history(session: Session, account: Account, person: Person) -> list[dict[str, Any]]:
    entries = audit.about(session, [account.id, person.id])
    return [{"at": entry.at.isoformat(), "what": entry.action} for entry in entries]


def _export_person(session: Session, person: Person) -> dict[str, Any]:
    return {
        "person": {
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "in_the_official_register": person.registered,
            "licence_number": person.licence_number,
            "licence_class": person.licence_class,
            "licence_status": person.licence_status.value,
            "points": person.points,
            "identity_verified_at": person.verified_at.isoformat() if person.verified_at else None,
            "blacklisted_until": person.blacklisted_until.isoformat() if person.blacklisted_until else None,
        }
    }


def _forget_person(session: Session, person: Person, now: datetime) -> None:
    """Empty a self-declared person; the official register is not the account's to change."""
    if not person.registered:
        people.erase(person)
        session.add(person)


# The person comes last: the others may still need to know who he was.
KEEPERS: tuple[Keeper, ...] = (
    Keeper(consents.export),
    Keeper(organisations.export),
    Keeper(blacklist.export),
    Keeper(privacy_filings.export, privacy_filings.forget),
    Keeper(certificates.export, certificates.forget),
    Keeper(face_checks.export, face_checks.forget),
    Keeper(payments.export, payments.forget, payments.obstacles),
    Keeper(memberships.export, memberships.forget),
    Keeper(privacy_files.export, privacy_files.forget),
    Keeper(_export_person, _forget_person),
)
