"""The second factor of staff (TOTP, RFC 6238): acts on the page for money, rules or rights ask for a code.

begin ──► a secret, shown on the page once ──► confirm, by a first code ──► give: a code once a session and kind of act
                                                                     └──► reset, by the operator

Codes have six digits and change every thirty seconds; the one before and the one after are accepted for clocks that
differ. A code counts once, and few wrong ones in a row pause the factor.
"""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlmodel import Session

from bot.errors import Refusal
from bot.services.organisations import web_sessions as browser_sessions
from bot.services.staff import permissions
from bot.services.staff.web_sessions import StaffUser
from storage import audit, database
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.organisations import web_sessions
from storage.staff import second_factors as store
from storage.staff.members import StaffRole
from storage.staff.second_factors import SecondFactor

ENROLLED, RESET = "factor.enrolled", "factor.reset"
ROLES = (StaffRole.CASHIER, StaffRole.ADMIN)
SECRET_BYTES, DIGITS, STEP_SECONDS = 20, 6, 30
DRIFT = (0, -1, 1)  # Steps before or after: the current one is tried first.
MAX_WRONG, PAUSE = 5, timedelta(minutes=15)


class ConfirmedKind(StrEnum):
    """The kinds of act for which a code is asked once a session."""

    MONEY = "money"
    RULES = "rules"
    RIGHTS = "rights"  # Roles, clients of the machine API, and what the register says.


class FactorMissing(Refusal, key="refused-factor-missing", offers=("web",)):
    """The member of staff has no second factor: it is set up on the page."""


class FactorExists(Refusal, key="refused-factor-exists", offers=("web",)):
    """There is a second factor; only the operator resets it."""


class FactorWrong(Refusal, key="refused-factor-wrong", offers=("web",), keeps=True):
    """The code is wrong, old, or was used before: one answer for all. It is counted."""


class FactorPaused(Refusal, key="refused-factor-paused", offers=("web",)):
    """Too many wrong codes in a row. Value: until."""


def find(session: Session, account: Account) -> SecondFactor | None:
    """Return the second factor of the person whose account this is now, confirmed or not."""
    row = store.of_account(session, account.id)
    return row if row is not None and row.person_id == account.person_id else None


def is_enrolled(session: Session, account: Account) -> bool:
    """Whether the person has a second factor that a first code has confirmed."""
    row = find(session, account)
    return row is not None and row.confirmed_at is not None


def begin(session: Session, *, by: Account, now: datetime) -> SecondFactor:
    """Make a secret, in place of one that no code has confirmed. Raises NotStaff or FactorExists."""
    permissions.require(session, by, *ROLES)
    database.lock_row(session, Account, by.id)
    if is_enrolled(session, by):
        raise FactorExists
    store.forget(session, by.id)
    assert by.person_id is not None, "who has a duty is a person"
    row = SecondFactor(account_id=by.id, person_id=by.person_id, begun_at=now)
    row.secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return database.add(session, row)


def confirm(session: Session, typed: str, *, by: Account, now: datetime) -> SecondFactor:
    """Confirm the secret by a first code, and tell the chat.

    Raises NotStaff, FactorMissing, FactorExists, FactorPaused or FactorWrong.
    """
    permissions.require(session, by, *ROLES)
    row = find(session, by)
    if row is None:
        raise FactorMissing
    if row.confirmed_at is not None:
        raise FactorExists
    _use_code(session, row, typed, by=by, now=now)
    row.confirmed_at = now
    database.add(session, row)
    audit.record(session, audit.Action.FACTOR_ENROLLED, by=by.id, on=row.id, at=now)
    outbox.notify_account(session, by, ENROLLED, row.id, at=now)
    return row


def is_given(user: StaffUser, kind: ConfirmedKind) -> bool:
    """Whether a code was given in this session for this kind of act."""
    return kind in user.session.confirmed.split()


def give(session: Session, user: StaffUser, kind: ConfirmedKind, typed: str, *, now: datetime) -> None:
    """Take a code for a kind of act in this session, unless one was given.

    Raises FactorMissing, FactorPaused or FactorWrong.
    """
    row = find(session, user.account)
    if row is None or row.confirmed_at is None:
        raise FactorMissing
    if is_given(user, kind):
        return
    _use_code(session, row, typed, by=user.account, now=now)
    web_sessions.confirm(session, user.session, kind)
    audit.record(session, audit.Action.FACTOR_PASSED, by=user.account_id, on=user.session.id, at=now, kind=kind.value)


def reset(session: Session, account: Account, *, now: datetime) -> bool:
    """Delete a second factor whose device is lost, by the operator. Returns False if there was none.

    Every browser is signed out: one of them may be on the device that was lost. The chat is told.
    """
    row = store.of_account(session, account.id)
    if row is None or not store.forget(session, account.id):
        return False
    browser_sessions.end_all(session, account, now=now)
    outbox.notify_account(session, account, RESET, account.id, at=now)
    audit.record(session, audit.Action.FACTOR_RESET, by=None, on=account.id, at=now)
    return True


def uri(row: SecondFactor, *, issuer: str, name: str) -> str:
    """Return the address (otpauth://) that an app reads from a QR code."""
    return _totp(row.secret).get_provisioning_uri(name, issuer)


def matching_step(secret: str, typed: str, *, now: datetime) -> int | None:
    """Return the time step of a typed code, None if it is none of now. secret: Base32."""
    code = "".join(typed.split())
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    steps = [current + drift for drift in DRIFT]
    found = [step for step in steps if hmac.compare_digest(_totp(secret).generate(step * STEP_SECONDS), code.encode())]
    return found[0] if found else None


def _use_code(session: Session, row: SecondFactor, typed: str, *, by: Account, now: datetime) -> None:
    """Use a code up. A wrong one is counted, and kept. Raises FactorPaused or FactorWrong."""
    database.lock_row(session, SecondFactor, row.id)
    if row.wrong_since is not None and row.wrong_since <= now - PAUSE:
        row.wrong, row.wrong_since = 0, None
    if row.wrong >= MAX_WRONG and row.wrong_since is not None:
        raise FactorPaused(until=row.wrong_since + PAUSE)
    step = matching_step(row.secret, typed, now=now)
    if step is not None and store.use_step(session, row, step):
        return
    row.wrong, row.wrong_since = row.wrong + 1, row.wrong_since or now
    database.add(session, row)
    audit.record(session, audit.Action.FACTOR_FAILED, by=by.id, on=row.id, at=now)
    raise FactorWrong


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)
