"""Sessions of the staff's page: begun by a sign-in code of the chat or by the Mini App, with the rights of the chat.

make_code (in the chat) ──► sign_in, or begin from the Mini App ──► find, at every request ──► end
A session is valid only while its account belongs to its person and they have a duty. Ages, codes and limits are those
of the portal's sessions.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.services.organisations import web_sessions as portal_sessions
from bot.services.organisations.web_sessions import BrowserUser
from bot.services.staff import permissions
from storage import audit
from storage.identity.accounts import Account
from storage.organisations import web_sessions as store
from storage.organisations.web_sessions import WebSession
from storage.staff.members import StaffRole


@dataclass(frozen=True)
class StaffUser(BrowserUser):
    """A member of staff who is signed in with a browser, and their duties."""

    roles: frozenset[StaffRole]


def make_code(session: Session, account: Account, *, now: datetime) -> tuple[str, datetime]:
    """Create a sign-in code in place of an older one. Returns the code and when it expires. Raises NotStaff."""
    permissions.require(session, account, *StaffRole)
    return portal_sessions.new_code(session, account, now=now)


def sign_in(session: Session, typed: str, *, address: str, device: str, now: datetime) -> tuple[str, WebSession]:
    """Exchange a code for a session. Returns its token, of which only a hash is stored, and its row.

    Raises what `redeem` of the portal's sessions raises: a code of who has no duty is a wrong one.
    """
    account, _ = portal_sessions.redeem(session, typed, address=address, may=_may_serve, now=now)
    return begin(session, account, device=device, now=now)


def begin(session: Session, account: Account, *, device: str, now: datetime) -> tuple[str, WebSession]:
    """Begin a session for who has proven to have this account. Returns its token and its row. Raises NotStaff."""
    permissions.require(session, account, *StaffRole)
    assert account.person_id is not None, "who has a duty is a person"
    token = secrets.token_urlsafe(32)
    begun = store.new(
        session,
        token,
        account_id=account.id,
        person_id=account.person_id,
        organisation_id=None,
        device=device,
        at=now,
        for_staff=True,
    )
    audit.record(session, audit.Action.SESSION_BEGUN, by=account.id, on=begun.id, at=now, page="staff")
    return token, begun


def find(session: Session, token: str, *, now: datetime) -> StaffUser | None:
    """Return who is signed in with this token, None if the session has ended or expired, or they have no duty now."""
    found = portal_sessions.holder(session, store.by_token(session, token, for_staff=True), now=now)
    if found is None:
        return None
    row, account, person = found
    roles = permissions.roles_of(session, account)
    return StaffUser(row, account, account.id, person, roles) if roles else None


def _may_serve(session: Session, account: Account) -> bool:
    return bool(permissions.roles_of(session, account))
