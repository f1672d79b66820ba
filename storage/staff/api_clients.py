"""Clients of the machine API: programs of other systems that write to the register, each with a key and scopes."""

import hashlib
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.database import UuidRow, instant, partial_index, update_if
from storage.retention import without_personal_data


class ApiClient(UuidRow, table=True):
    """One client. Its key is random and shown once: only its digest is stored, and its end to tell keys apart.

    scopes: the kinds of rows that it may write, and `events` if it may read these, separated by blanks.
    """

    __tablename__ = "api_clients"
    __table_args__ = (
        partial_index("uq_api_clients_name", "name", unique=True, where="revoked_at IS NULL"),
        partial_index("uq_api_clients_key_digest", "key_digest", unique=True, where="revoked_at IS NULL"),
    )

    name: str
    key_digest: str
    key_end: str
    scopes: str
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
    last_used_on: date | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """What it may write, and whether it may read events."""
        return frozenset(self.scopes.split())


without_personal_data(ApiClient, "programs of other systems; digests of random keys")


def digest(key: str) -> str:
    """Return the SHA-256 of a key, in hexadecimal. A key is random, so nobody finds it by its digest."""
    return hashlib.sha256(key.encode()).hexdigest()


def by_key(session: Session, key: str) -> ApiClient | None:
    """Return the client with this key, unless it was revoked."""
    query = select(ApiClient).where(ApiClient.key_digest == digest(key), col(ApiClient.revoked_at).is_(None))
    return session.exec(query).one_or_none()


def serving(session: Session) -> list[ApiClient]:
    """Return the clients whose keys count, oldest first."""
    query = select(ApiClient).where(col(ApiClient.revoked_at).is_(None))
    return list(session.exec(query.order_by(col(ApiClient.created_at), col(ApiClient.name))))


def by_name(session: Session, name: str) -> ApiClient | None:
    """Return the client of this name, unless it was revoked."""
    query = select(ApiClient).where(ApiClient.name == name, col(ApiClient.revoked_at).is_(None))
    return session.exec(query).one_or_none()


def revoke(session: Session, client: ApiClient, *, at: datetime) -> bool:
    """Revoke a key. Returns False if it was revoked already."""
    return update_if(session, client, col(ApiClient.revoked_at).is_(None), revoked_at=at)
