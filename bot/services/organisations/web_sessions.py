"""Sessions of the organisation portal: sign-in with a one-time code from the chat, idle timeout, at most 12 hours.

make_code (in the chat) ──► sign_in, or begin from the Mini App ──► find, at every request ──► end
A session is valid only while its account belongs to its person and they are a member of an organisation.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.neighbourhoods import LEVELS, neighbourhoods
from bot.services.organisations import organisations
from bot.services.organisations.organisations import Membership, NotMemberOfAny
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage import audit
from storage.identity.accounts import Account
from storage.organisations import sign_in_codes, web_sessions as store
from storage.organisations.web_sessions import WebSession
from storage.register import people
from storage.register.people import Person

CODE_LENGTH = 10
MAX_AGE = timedelta(hours=12)
ATTEMPT_WINDOW = timedelta(minutes=15)
# Wrong codes from one address, its neighbourhood and the wider one. Those of everybody lock nobody: while there are
# many, codes are longer, and the shorter ones that were given out before are refused.
MAX_ATTEMPTS = (10, 40, 160)
MAX_ATTEMPTS_AT_SHORT_CODES = 20_000
LONG_CODE_LENGTH = 14
SEEN_INTERVAL = timedelta(seconds=60)


class SignInCodeInvalid(Refusal, key="refused-sign-in-refused", keeps=True):
    """The code is unknown, used, ended or expired: one answer for all."""


class TooManySignInAttempts(Refusal, key="refused-too-many-sign-ins"):
    """Too many wrong codes from this address or its neighbourhood. minutes: how long to wait."""


class ActingForAnother(Refusal, key="refused-acting-for-another"):
    """The form was shown while the browser acted for another organisation. organisation: for which it acts now."""


@dataclass(frozen=True)
class BrowserUser:
    """The person signed in with a browser. account_id: known after the transaction too."""

    session: WebSession
    account: Account
    account_id: UUID
    person: Person


@dataclass(frozen=True)
class SignedIn(BrowserUser):
    """The person signed in to the portal, and their memberships.

    shown_for: the id of the organisation for which the form that they submit was shown; empty for any.
    """

    memberships: tuple[Membership, ...]
    shown_for: str = ""

    @property
    def acting(self) -> Membership | None:
        """The membership in the organisation chosen in this browser; None if none is chosen or it has ended."""
        chosen = self.session.organisation_id
        return next((each for each in self.memberships if each.organisation.id == chosen), None)


def make_code(session: Session, account: Account, *, now: datetime) -> tuple[str, datetime]:
    """Create a sign-in code in place of an older one. Returns the code and when it expires. Raises NotMemberOfAny."""
    if not _is_member(session, account):
        raise NotMemberOfAny
    return new_code(session, account, now=now)


def new_code(session: Session, account: Account, *, now: datetime) -> tuple[str, datetime]:
    """Create a sign-in code for who may have one, in place of an older one. Returns it and when it expires."""
    until = now + timedelta(minutes=rules.number(session, RuleName.CODE_MINUTES, at=now))
    code = short_codes.make(_code_length(session, now=now))
    sign_in_codes.new(session, account.id, code, at=now, until=until)
    audit.record(session, audit.Action.SIGN_IN_CODE_MADE, by=account.id, on=account.person_id, at=now)
    return code, until


def sign_in(session: Session, typed: str, *, address: str, device: str, now: datetime) -> tuple[str, WebSession]:
    """Exchange a code for a session of the portal. Returns its token, of which only a hash is stored, and its row.

    Raises what `redeem` raises.
    """
    account, person = redeem(session, typed, address=address, may=_is_member, now=now)
    return begin(session, account, person, device=device, now=now)


def redeem(
    session: Session, typed: str, *, address: str, may: Callable[[Session, Account], bool], now: datetime
) -> tuple[Account, Person]:
    """Use up a code, and return whose it is. may: whether this account may sign in here.

    address: the network address. A malformed code counts as an attempt too. Raises SignInCodeInvalid or
    TooManySignInAttempts.
    """
    networks = neighbourhoods(address)
    sign_in_codes.lock_network(session, networks[-1])
    _require_attempts_left(session, networks, now=now)
    code = short_codes.parse(typed, CODE_LENGTH) if _code_length(session, now=now) == CODE_LENGTH else None
    code = code or short_codes.parse(typed, LONG_CODE_LENGTH)
    used = sign_in_codes.use(session, code, at=now) if code else None
    account = session.get(Account, used.account_id) if used else None
    if account is None or account.person_id is None or not may(session, account):
        sign_in_codes.record_failure(session, networks, at=now, forget_before=now - ATTEMPT_WINDOW)
        audit.record(session, audit.Action.SIGN_IN_REFUSED, by=account.id if account else None, on=None, at=now)
        raise SignInCodeInvalid
    return account, session.get_one(Person, account.person_id)


def begin(session: Session, account: Account, person: Person, *, device: str, now: datetime) -> tuple[str, WebSession]:
    """Begin a session for who has proven to be this person. Returns its token and its row. Raises NotMemberOfAny."""
    memberships = organisations.memberships_of(session, person.id)
    if not memberships:
        raise NotMemberOfAny
    token = secrets.token_urlsafe(32)
    begun = store.new(
        session,
        token,
        account_id=account.id,
        person_id=person.id,
        organisation_id=memberships[0].organisation.id if len(memberships) == 1 else None,
        device=device,
        at=now,
    )
    audit.record(session, audit.Action.SESSION_BEGUN, by=account.id, on=begun.id, at=now)
    return token, begun


def find(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Return who is signed in with this token, None if the session has ended or expired.

    None too while the account is locked, or while somebody else holds the ID number that the person only declares.
    """
    found = holder(session, store.by_token(session, token), now=now)
    if found is None:
        return None
    row, account, person = found
    memberships = organisations.memberships_of(session, person.id)
    return SignedIn(row, account, account.id, person, tuple(memberships)) if memberships else None


def holder(session: Session, row: WebSession | None, *, now: datetime) -> tuple[WebSession, Account, Person] | None:
    """Return a session with who is signed in by it, as `find` does; None if it has ended or expired."""
    if row is None or row.seen_at <= now - idle_timeout(session, now=now) or row.created_at <= now - MAX_AGE:
        return None
    account, person = session.get(Account, row.account_id), session.get(Person, row.person_id)
    if account is None or person is None or account.person_id != person.id or not account.is_signed_in:
        return None
    return None if people.is_contested(session, person) else (row, account, person)


def is_seen_update_due(row: WebSession, *, now: datetime) -> bool:
    """Whether to update when the browser was last seen; not at every request."""
    return now - row.seen_at >= SEEN_INTERVAL


def idle_timeout(session: Session, *, now: datetime) -> timedelta:
    """Return after how long without a request a session expires."""
    return timedelta(minutes=rules.number(session, RuleName.SESSION_MINUTES, at=now))


def active_of(session: Session, person: Person, *, now: datetime) -> list[WebSession]:
    """Return this person's sessions that are neither ended nor expired."""
    silent = now - idle_timeout(session, now=now)
    return store.of_person(session, person.id, seen_after=silent, begun_after=now - MAX_AGE)


def choose_organisation(session: Session, signed_in: SignedIn, organisation_id: UUID) -> None:
    """Choose the organisation that this browser acts for. Raises NotYours."""
    organisations.require_member(session, organisation_id, by=signed_in.person.id)
    store.set_organisation(session, signed_in.session.id, organisation_id)


def end(session: Session, session_id: UUID, *, by: BrowserUser, now: datetime) -> None:
    """Sign out one of one's own browsers. Raises NotYours. Signing out twice is no error."""
    row = session.get(WebSession, session_id)
    if row is None or row.person_id != by.person.id:
        raise NotYours
    if store.end(session, session_id, at=now):
        audit.record(session, audit.Action.SESSION_ENDED, by=by.account.id, on=session_id, at=now)


def end_all(session: Session, account: Account, *, now: datetime) -> int:
    """Sign out every browser of this account and end its sign-in codes. Returns how many browsers."""
    sign_in_codes.end_all(session, account.id, at=now)
    ended = store.end_all(session, account.person_id, at=now) if account.person_id else 0
    if ended:
        audit.record(session, audit.Action.SESSION_ENDED, by=account.id, on=account.person_id, at=now, sessions=ended)
    return ended


def delete_expired(session: Session, now: datetime) -> None:
    """Delete old sessions and sign-in codes."""
    store.delete_old(session, begun_before=now - store.KEPT_FOR)
    sign_in_codes.delete_old(session, made_before=now - sign_in_codes.KEPT_FOR)


def _is_member(session: Session, account: Account) -> bool:
    person_id = account.person_id if account.is_signed_in else None
    return person_id is not None and bool(organisations.memberships_of(session, person_id))


def _require_attempts_left(session: Session, networks: Sequence[str], *, now: datetime) -> None:
    since = now - ATTEMPT_WINDOW
    for network, limit in zip(networks, MAX_ATTEMPTS, strict=True):
        if sign_in_codes.count_failures(session, since=since, network=network) >= limit:
            raise TooManySignInAttempts(minutes=int(ATTEMPT_WINDOW.total_seconds() // 60))


def _code_length(session: Session, *, now: datetime) -> int:
    """Return how long a new code is: guesses from many networks make it longer, but lock nobody out."""
    rows = MAX_ATTEMPTS_AT_SHORT_CODES * LEVELS
    return LONG_CODE_LENGTH if sign_in_codes.has_rows(session, rows, since=now - ATTEMPT_WINDOW) else CODE_LENGTH
