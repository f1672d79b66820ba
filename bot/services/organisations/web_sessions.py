"""Sessions of the web side: signed in by a one-time code of the chat, ended by hand, by silence, or after 12 hours.

make_code (in the chat) ──► sign_in ──► find, at every request ──► end
A session holds only while its account is bound to its person and he acts for an organisation.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.organisations import organisations
from bot.services.organisations.organisations import Membership, NoOrganisation
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage import audit
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.organisations import sign_in_codes
from storage.organisations import web_sessions as store
from storage.organisations.web_sessions import WebSession
from storage.register import people
from storage.register.people import Person

CODE_LENGTH = 8
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=7)
TRY_WINDOW = timedelta(minutes=15)
TRIES_OF_ADDRESS = 10
TRIES_OF_ALL = 5000
SEEN_STEP = timedelta(seconds=60)


class SignInRefused(Refusal):
    """The code does not fit: unknown, used, ended or too old. One answer for all."""

    key = "refused-sign-in-refused"
    keeps = True


class TooManySignIns(Refusal):
    """Too many codes that did not fit, from this address or from everywhere. minutes: how long to wait."""

    key = "refused-too-many-sign-ins"


@dataclass(frozen=True)
class SignedIn:
    """Who is at the browser, and for which organisation he acts in it (None: not chosen yet)."""

    session: WebSession
    account: Account
    person: Person
    memberships: tuple[Membership, ...]

    @property
    def acting(self) -> Membership | None:
        """The organisation chosen, with the place this person has in it now."""
        chosen = self.session.organisation_id
        return next((one for one in self.memberships if one.organisation.id == chosen), None)


def make_code(session: Session, account: Account, *, now: datetime) -> tuple[str, datetime]:
    """Make a code to sign in with, in place of an older one: the code and until when it can be used.

    Raises NoOrganisation for somebody who acts for none.
    """
    if account.person_id is None or not organisations.of(session, account.person_id):
        raise NoOrganisation
    until = now + timedelta(minutes=rules.number(session, RuleName.CODE_MINUTES, at=now))
    code = short_codes.make(CODE_LENGTH)
    sign_in_codes.new(session, account.id, code, at=now, until=until)
    audit.record(session, audit.Action.SIGN_IN_CODE_MADE, by=account.id, on=account.person_id, at=now)
    return code, until


def sign_in(session: Session, typed: str, *, address: str, device: str, now: datetime) -> tuple[str, WebSession]:
    """Use a code up for a new session: its token, which is nowhere kept, and its row.

    address: where the browser is; device: what it says it is, coarse. The try is counted
    even where the code can be none. Raises SignInRefused or TooManySignIns.
    """
    sign_in_codes.hold(session, address)
    _check_tries(session, address, now=now)
    code = short_codes.parse(typed, CODE_LENGTH)
    used = sign_in_codes.use(session, code, at=now) if code else None
    account = accounts.get(session, used.account_id) if used else None
    memberships = organisations.of(session, account.person_id) if account and account.person_id else []
    if account is None or account.person_id is None or not memberships:
        sign_in_codes.count_try(session, address, at=now, forget_before=now - TRY_WINDOW)
        audit.record(session, audit.Action.SIGN_IN_REFUSED, by=account.id if account else None, on=None, at=now)
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    begun = store.new(
        session,
        token,
        account_id=account.id,
        person_id=account.person_id,
        organisation_id=memberships[0].organisation.id if len(memberships) == 1 else None,
        device=device,
        at=now,
    )
    audit.record(session, audit.Action.SESSION_BEGUN, by=account.id, on=begun.id, at=now)
    return token, begun


def find(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Return who is signed in with this token. None if the session is over, for whatever reason."""
    row = store.by_token(session, token)
    if row is None or row.seen_at <= now - idle(session, now=now) or row.created_at <= now - LONGEST:
        return None
    account, person = accounts.get(session, row.account_id), people.get(session, row.person_id)
    if account is None or person is None or account.person_id != person.id:
        return None
    memberships = organisations.of(session, person.id)
    return SignedIn(row, account, person, tuple(memberships)) if memberships else None


def is_worth_seeing(row: WebSession, *, now: datetime) -> bool:
    """Say whether it is time to write down again that the browser is there; not at every request."""
    return now - row.seen_at >= SEEN_STEP


def idle(session: Session, *, now: datetime) -> timedelta:
    """Return how long a browser may be silent."""
    return timedelta(minutes=rules.number(session, RuleName.SESSION_MINUTES, at=now))


def open_of(session: Session, person: Person, *, now: datetime) -> list[WebSession]:
    """Return the browsers this person is signed in with."""
    silent = now - idle(session, now=now)
    return store.of_person(session, person.id, seen_after=silent, begun_after=now - LONGEST)


def choose(session: Session, signed_in: SignedIn, organisation_id: UUID) -> None:
    """Act for this organisation in this browser from now on. Raises NotYours."""
    organisations.acting(session, organisation_id, by=signed_in.person.id)
    store.choose(session, signed_in.session.id, organisation_id)


def end(session: Session, session_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """Sign a browser of one's own out. Raises NotYours; one that is signed out already is well."""
    row = store.get(session, session_id)
    if row is None or row.person_id != by.person.id:
        raise NotYours
    if store.end(session, session_id, at=now):
        audit.record(session, audit.Action.SESSION_ENDED, by=by.account.id, on=session_id, at=now)


def end_all(session: Session, account: Account, *, now: datetime) -> int:
    """Sign every browser of this account out, and end its codes. Returns how many browsers."""
    sign_in_codes.end_all(session, account.id, at=now)
    ended = store.end_all(session, account.person_id, at=now) if account.person_id else 0
    if ended:
        audit.record(session, audit.Action.SESSION_ENDED, by=account.id, on=account.person_id, at=now, sessions=ended)
    return ended


def forget(session: Session, now: datetime) -> None:
    """Delete what was over days ago: sessions and codes."""
    store.forget(session, begun_before=now - KEPT)
    sign_in_codes.forget(session, made_before=now - KEPT)


def _check_tries(session: Session, address: str, *, now: datetime) -> None:
    since = now - TRY_WINDOW
    own, everybody = (
        sign_in_codes.tries(session, since=since, address=address),
        sign_in_codes.tries(session, since=since),
    )
    if own >= TRIES_OF_ADDRESS or everybody >= TRIES_OF_ALL:
        raise TooManySignIns(minutes=int(TRY_WINDOW.total_seconds() // 60))
