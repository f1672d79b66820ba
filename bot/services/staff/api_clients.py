"""Keys of the machine API: made by the operator or two admins, revoked by the operator or one; the admins are told."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.staff import notifications, permissions
from storage import audit, database
from storage.identity.accounts import Account
from storage.staff import api_clients as store
from storage.staff.api_clients import ApiClient
from storage.staff.members import StaffRole

PREFIX = "chezhu_"
EVENTS = "events"  # The scope of who reads what has happened.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,30}", re.ASCII)


class ApiClientExists(Refusal, key="refused-api-client-exists", offers=("clients",)):
    """A client of this name serves already."""


class ApiClientGone(Refusal, key="refused-api-client-gone", offers=("clients",)):
    """There is no such client, or its key is revoked already."""


class InvalidClientName(Refusal, key="refused-api-client-name", offers=("clients",)):
    """Names have 2 to 31 of a-z, 0-9 and hyphens."""


def require_free_name(session: Session, name: str) -> None:
    """Check that a client can have this name. Raises InvalidClientName or ApiClientExists."""
    if not _NAME.fullmatch(name):
        raise InvalidClientName
    if store.by_name(session, name) is not None:
        raise ApiClientExists(name=name)


def create(
    session: Session, name: str, scopes: Collection[str], *, by: Account | None = None, now: datetime
) -> tuple[ApiClient, str]:
    """Make a client. Returns it, and its key, which nothing shows again.

    by: the admin who has proposed it; without one it is the operator, and the admins are told.
    Raises InvalidClientName or ApiClientExists.
    """
    require_free_name(session, name)
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiClient(
        name=name, key_digest=store.digest(key), key_end=key[-4:], scopes=" ".join(sorted(scopes)), created_at=now
    )
    if not database.try_add(session, row):
        raise ApiClientExists(name=name)  # Another transaction was first.
    _record(session, row, audit.Action.API_CLIENT_CREATED, by, now)
    if by is None:
        notifications.notify_roles(session, "api_client.created", row.id, StaffRole.ADMIN, at=now)
    return row, key


def revoke(session: Session, client: ApiClient, *, now: datetime) -> bool:
    """Revoke a key as the operator: requests under way write nothing more. Returns False if it was revoked already."""
    if not store.revoke(session, client, at=now):
        return False
    _record(session, client, audit.Action.API_CLIENT_REVOKED, None, now)
    notifications.notify_roles(session, "api_client.revoked", client.id, StaffRole.ADMIN, at=now)
    return True


def serving(session: Session, *, by: Account) -> list[ApiClient]:
    """Return the clients whose keys count, oldest first, to an admin. Raises NotStaff."""
    permissions.require(session, by, StaffRole.ADMIN)
    return store.serving(session)


def show(session: Session, client_id: UUID, *, by: Account) -> ApiClient:
    """Return a client whose key counts, to an admin. Raises NotStaff or ApiClientGone."""
    permissions.require(session, by, StaffRole.ADMIN)
    client = session.get(ApiClient, client_id)
    if client is None or client.revoked_at is not None:
        raise ApiClientGone
    return client


def revoke_at_once(session: Session, client_id: UUID, *, by: Account, now: datetime) -> ApiClient:
    """Revoke a key as an admin, alone and at once; the other admins are told. Raises NotStaff or ApiClientGone."""
    member = permissions.require(session, by, StaffRole.ADMIN)
    client = session.get(ApiClient, client_id)
    if client is None or not store.revoke(session, client, at=now):
        raise ApiClientGone
    _record(session, client, audit.Action.API_CLIENT_REVOKED, by, now)
    notifications.notify_roles(session, "api_client.ended", client.id, StaffRole.ADMIN, at=now, but=(member.id,))
    return client


def find(session: Session, key: str) -> ApiClient | None:
    """Return the client whose key this is, None if it is nobody's or was revoked."""
    return store.by_key(session, key) if key.startswith(PREFIX) else None


def _record(session: Session, client: ApiClient, action: audit.Action, by: Account | None, now: datetime) -> None:
    who = by.id if by is not None else None
    audit.record(session, action, by=who, on=client.id, at=now, client=client.name, scopes=client.scopes)
