"""Signing in to the web side: the one-time codes that the chat gives, and the tries that did not fit.

A code is typed alone, so it is found by its keyed hash. A try is a keyed hash of the
address it came from, and a moment; old ones are deleted.
"""

from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import add, big_integer, instant
from storage.database.encryption import current_keyring


class SignInCode(SQLModel, table=True):
    """One code, for one account, used once."""

    __tablename__ = "sign_in_codes"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    hash: str = Field(unique=True)
    made_at: datetime = instant(index=True)
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


class SignInTry(SQLModel, table=True):
    """One code typed that did not fit."""

    __tablename__ = "sign_in_tries"

    id: int | None = big_integer(default=None, primary_key=True)
    address_index: str = Field(index=True)
    at: datetime = instant(index=True)


def new(session: Session, account_id: UUID, code: str, *, at: datetime, until: datetime) -> SignInCode:
    """Keep a code; older ones of this account end."""
    end_all(session, account_id, at=at)
    return add(session, SignInCode(account_id=account_id, hash=_hash(code), made_at=at, expires_at=until))


def end_all(session: Session, account_id: UUID, *, at: datetime) -> None:
    """End every code of this account that is not used."""
    older = update(SignInCode).where(col(SignInCode.account_id) == account_id, col(SignInCode.used_at).is_(None))
    session.execute(older.where(col(SignInCode.ended_at).is_(None)).values(ended_at=at))


def use(session: Session, code: str, *, at: datetime) -> SignInCode | None:
    """Use up the code and return it. None if it is unknown, used, ended or too old: the WHERE is the lock."""
    question = update(SignInCode).where(col(SignInCode.hash) == _hash(code), col(SignInCode.expires_at) > at)
    question = question.where(col(SignInCode.used_at).is_(None), col(SignInCode.ended_at).is_(None))
    if session.execute(question.values(used_at=at)).rowcount != 1:  # type: ignore[attr-defined]
        return None
    return session.exec(select(SignInCode).where(SignInCode.hash == _hash(code))).one()


def forget(session: Session, *, made_before: datetime) -> None:
    """Delete the codes made before this moment."""
    session.execute(delete(SignInCode).where(col(SignInCode.made_at) < made_before))


def hold(session: Session, address: str) -> None:
    """Let nobody else try from this address until the end of the transaction: its limit spans rows."""
    if session.get_bind().dialect.name == "sqlite":
        return  # There is one writer.
    key = int.from_bytes(sha256(_address(address).encode()).digest()[:8], signed=True)
    session.exec(select(func.pg_advisory_xact_lock(key))).all()


def count_try(session: Session, address: str, *, at: datetime, forget_before: datetime) -> None:
    """Write a try down; those before a moment are forgotten."""
    session.execute(delete(SignInTry).where(col(SignInTry.at) < forget_before))
    add(session, SignInTry(address_index=_address(address), at=at))


def tries(session: Session, *, since: datetime, address: str | None = None) -> int:
    """Return how many tries did not fit since then, from this address or from all."""
    question = select(func.count()).select_from(SignInTry).where(SignInTry.at > since)
    if address is not None:
        question = question.where(SignInTry.address_index == _address(address))
    return int(session.exec(question).one())


def _hash(code: str) -> str:
    return current_keyring().blind_index("sign-in code", code)


def _address(address: str) -> str:
    return current_keyring().blind_index("web address", address)
