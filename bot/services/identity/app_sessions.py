"""Sessions of the Mini App: begun once with launch data that Telegram has signed, an hour at most.

begin ──► find, at every request ──► end: by the app, by signing out, or by the loss of the account
A session is valid only while its account belongs to the person to whom it belonged when the app was opened.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import AccountEnded, AccountLocked, NotRegistered, NumberContested, Refusal
from storage import audit, database
from storage.identity import accounts, app_sessions as store
from storage.identity.accounts import Account
from storage.identity.app_sessions import AppSession
from storage.register import people
from storage.register.people import Person

MAX_AGE = timedelta(hours=1)


class AppOpenedBefore(Refusal, key="refused-app-opened-before", offers=("menu",)):
    """These launch data have begun a session: the app has to be opened again."""


@dataclass(frozen=True, slots=True)
class AppUser:
    """The Telegram user who has opened the app, who may be a guest. account_id: known after the transaction too."""

    session: AppSession
    account: Account
    account_id: UUID


def begin(
    session: Session, bot_id: int, telegram_id: int, *, launch: str, language: str, now: datetime
) -> tuple[str, AppUser]:
    """Begin a session. Returns its token, of which only a hash is stored, and the user.

    launch: names the launch data, whose signature the caller has checked. Raises AppOpenedBefore.
    """
    account = _account(session, bot_id, telegram_id, language=language, now=now)
    token = secrets.token_urlsafe(32)
    begun = store.new(session, token, launch, account_id=account.id, person_id=_holder(account), at=now)
    if begun is None:
        raise AppOpenedBefore
    audit.record(session, audit.Action.APP_OPENED, by=account.id, on=begun.id, at=now)
    return token, AppUser(begun, account, account.id)


def find(session: Session, token: str, *, now: datetime) -> AppUser | None:
    """Return who has opened the app with this token, None if the session has ended or expired."""
    row = store.by_token(session, token) if token else None
    if row is None or row.created_at <= now - MAX_AGE:
        return None
    account = session.get(Account, row.account_id)
    if account is None or account.is_deleted or _holder(account) != row.person_id:
        return None
    return AppUser(row, account, account.id)


def require_person(session: Session, user: AppUser) -> Person:
    """Return the registered person, as the chat does.

    Raises NotRegistered, AccountEnded or AccountLocked, or NumberContested if another holds their ID number.
    """
    account = user.account
    if account.person_id is None:
        raise NotRegistered if account.ended_at is None else AccountEnded
    if account.locked_at is not None:
        raise AccountLocked
    person = session.get_one(Person, account.person_id)
    if people.is_contested(session, person):
        raise NumberContested
    return person


def end(session: Session, user: AppUser, *, now: datetime) -> None:
    """End this session. Ending it twice is no error."""
    if store.end(session, user.session.id, at=now):
        audit.record(session, audit.Action.APP_CLOSED, by=user.account.id, on=user.session.id, at=now)


def delete_expired(session: Session, now: datetime) -> None:
    """Delete old sessions."""
    store.delete_old(session, begun_before=now - store.KEPT_FOR)


def _account(session: Session, bot_id: int, telegram_id: int, *, language: str, now: datetime) -> Account:
    """Return the account, locked: signing out ends the sessions that it finds, so none may begin beside it."""
    found = accounts.by_telegram(session, bot_id, telegram_id)
    if found is None:
        guest = Account(bot_id=bot_id, telegram_id=telegram_id, language=language, created_at=now)
        if database.try_add(session, guest):
            return guest
        found = accounts.by_telegram(session, bot_id, telegram_id)  # The chat has just created it.
    locked = database.lock_row(session, Account, found.id) if found is not None else None
    if locked is None:
        raise AppOpenedBefore  # Deleted meanwhile: whoever opens the app again is a guest.
    return locked


def _holder(account: Account) -> UUID | None:
    """Return the person whom the account obeys now; None for a guest, or who has signed out."""
    return account.person_id if account.is_signed_in else None
