"""Web sign-in: one-time codes given in the chat, and failed attempts by network.

A code is entered without a name, so it is found by its keyed hash. An attempt has a row for each network that the
address lies in: a keyed hash of the network, and a moment; old ones are deleted.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage import database
from storage.database import NamedLock, UuidRow, add, big_integer, instant
from storage.database.encryption import current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.retention import keep_until

KEPT_FOR = timedelta(days=7)


class SignInCode(UuidRow, table=True):
    """One code for one account, usable once."""

    __tablename__ = "sign_in_codes"

    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    hash: str = keyed_hash(unique=True)
    made_at: datetime = instant(index=True)
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


class FailedSignIn(SQLModel, table=True):
    """One entered code that was not accepted, as it counts for one network."""

    __tablename__ = "sign_in_tries"

    id: int | None = big_integer(default=None, primary_key=True)
    address_index: str = keyed_hash(index=True)
    at: datetime = instant(index=True)


keep_until(KEPT_FOR, SignInCode)
keep_until(KEPT_FOR, FailedSignIn, no_keeper="a keyed hash of a network address")


def new(session: Session, account_id: UUID, code: str, *, at: datetime, until: datetime) -> SignInCode:
    """Insert a code, and end older ones of this account."""
    end_all(session, account_id, at=at)
    return add(session, SignInCode(account_id=account_id, hash=_hash(code), made_at=at, expires_at=until))


def end_all(session: Session, account_id: UUID, *, at: datetime) -> None:
    """End the unused codes of this account."""
    older = update(SignInCode).where(col(SignInCode.account_id) == account_id, col(SignInCode.used_at).is_(None))
    session.execute(older.where(col(SignInCode.ended_at).is_(None)).values(ended_at=at))


def use(session: Session, code: str, *, at: datetime) -> SignInCode | None:
    """Mark the code as used and return it. Returns None if it is unknown, used, ended or expired."""
    query = update(SignInCode).where(col(SignInCode.hash) == _hash(code), col(SignInCode.expires_at) > at)
    query = query.where(col(SignInCode.used_at).is_(None), col(SignInCode.ended_at).is_(None))
    if session.exec(query.values(used_at=at)).rowcount != 1:
        return None
    return session.exec(select(SignInCode).where(SignInCode.hash == _hash(code))).one()


def delete_old(session: Session, *, made_before: datetime) -> None:
    """Delete the codes created before this moment, and the failed attempts made before it."""
    session.execute(delete(SignInCode).where(col(SignInCode.made_at) < made_before))
    session.execute(delete(FailedSignIn).where(col(FailedSignIn.at) < made_before))


def lock_network(session: Session, network: str) -> None:
    """Lock this network until the end of the transaction: its limit spans several rows."""
    database.lock_name(session, NamedLock.ADDRESS, _network(network))


def record_failure(session: Session, networks: Sequence[str], *, at: datetime, forget_before: datetime) -> None:
    """Record a failed attempt for each of these networks, and delete those before `forget_before`."""
    session.execute(delete(FailedSignIn).where(col(FailedSignIn.at) < forget_before))
    for network in networks:
        add(session, FailedSignIn(address_index=_network(network), at=at))


def count_failures(session: Session, *, since: datetime, network: str) -> int:
    """Return how many attempts from this network have failed since then."""
    query = select(func.count()).select_from(FailedSignIn).where(FailedSignIn.at > since)
    return int(session.exec(query.where(FailedSignIn.address_index == _network(network))).one())


def has_rows(session: Session, number: int, *, since: datetime) -> bool:
    """Return whether the attempts that have failed since then have as many rows together."""
    found = select(FailedSignIn.at).where(FailedSignIn.at > since).order_by(col(FailedSignIn.at))
    return session.exec(found.offset(number - 1).limit(1)).first() is not None


def _hash(code: str) -> str:
    return current_keyring().blind_index("sign-in code", code)


def _network(network: str) -> str:
    return current_keyring().blind_index("web address", network)
