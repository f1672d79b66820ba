"""Keys of the machine API: the operator makes and revokes them, and the admins hear of both."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.services.staff import notifications
from storage import audit, database
from storage.staff import api_clients as store
from storage.staff.api_clients import ApiClient
from storage.staff.members import StaffRole

PREFIX = "chezhu_"
EVENTS = "events"  # The scope of who reads what has happened.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,30}", re.ASCII)


class ApiClientExists(Exception):
    """A client of this name serves already."""


class InvalidClientName(ValueError):
    """Names have 2 to 31 of a-z, 0-9 and hyphens."""


def create(session: Session, name: str, scopes: Collection[str], *, now: datetime) -> tuple[ApiClient, str]:
    """Make a client. Returns it, and its key, which nothing shows again.

    Raises InvalidClientName or ApiClientExists.
    """
    if not _NAME.fullmatch(name):
        raise InvalidClientName(name)
    if store.by_name(session, name) is not None:
        raise ApiClientExists(name)
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiClient(
        name=name, key_digest=store.digest(key), key_end=key[-4:], scopes=" ".join(sorted(scopes)), created_at=now
    )
    database.add(session, row)
    _record(session, row, audit.Action.API_CLIENT_CREATED, "api_client.created", now)
    return row, key


def revoke(session: Session, client: ApiClient, *, now: datetime) -> bool:
    """Revoke a key: requests that are under way write nothing more. Returns False if it was revoked already."""
    if not store.revoke(session, client, at=now):
        return False
    _record(session, client, audit.Action.API_CLIENT_REVOKED, "api_client.revoked", now)
    return True


def find(session: Session, key: str) -> ApiClient | None:
    """Return the client whose key this is, None if it is nobody's or was revoked."""
    return store.by_key(session, key) if key.startswith(PREFIX) else None


def _record(session: Session, client: ApiClient, action: audit.Action, news: str, now: datetime) -> None:
    audit.record(session, action, by=None, on=client.id, at=now, client=client.name, scopes=client.scopes)
    notifications.notify_roles(session, news, client.id, StaffRole.ADMIN, at=now)
