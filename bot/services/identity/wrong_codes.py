"""Wrong SMS codes: counted by target, across accounts and codes, with a lock whose length depends on the count.

A target is a phone number and a purpose. `sms_codes` locks the phone number before it calls these functions, so that
the count is exact. A run of wrong tries is marked here and reported by housekeeping (`bot/services/staff`).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity import code_limits
from bot.services.identity.code_limits import DAY, LIMITS, MONTH, TryWindow
from storage.identity import wrong_codes as store
from storage.identity.sms_codes import CodePurpose, SmsCode

RUN_LENGTH = 10  # So many wrong tries within a day are reported, and every time that a target is locked.


class CodesLocked(Refusal, key="refused-codes-locked", offers=("menu",)):
    """So many wrong codes were typed for this phone number that none is sent or accepted. until: the end."""


class OwnerCodesLocked(CodesLocked, key="refused-owner-codes-locked", offers=("file", "progress")):
    """The same for the codes of a vehicle's owner, who can answer in the chat or show a QR code instead."""


def require_open(session: Session, purpose: CodePurpose, to: str, *, by: UUID | None, now: datetime) -> None:
    """Raise CodesLocked or OwnerCodesLocked if wrong tries lock this phone number (keyed hash) for this requester."""
    until = _locked_until(session, purpose, to, by=by, now=now)
    if until is not None:
        shown = until if until - now < MONTH else local_time.date_of(until)  # A far end needs its year.
        raise (OwnerCodesLocked if purpose is CodePurpose.OWNER_CONSENT else CodesLocked)(until=shown)


def record(session: Session, code: SmsCode, *, by: UUID | None, now: datetime) -> None:
    """Count a wrong try of a code, and mark the end of a run to be reported."""
    row = store.new(session, code, by=by, at=now)
    tries = store.newest_against(session, row.target, limit=_limit(LIMITS[code.purpose].target))
    today = sum(moment > now - DAY for moment in tries)
    is_locked = code_limits.locked_until(tries, LIMITS[code.purpose].target, now=now) is not None
    if is_locked or today % RUN_LENGTH == 0:
        row.run_length = today
        session.add(row)
        session.flush()


def _locked_until(
    session: Session, purpose: CodePurpose, to: str, *, by: UUID | None, now: datetime
) -> datetime | None:
    limits = LIMITS[purpose]
    against = store.newest_against(session, store.target_index(purpose, to), limit=_limit(limits.target))
    ends = [code_limits.locked_until(against, limits.target, now=now)]
    if by is not None and limits.requester:
        own = store.newest_by(session, store.requester_index(purpose, to, by), limit=_limit(limits.requester))
        ends.append(code_limits.locked_until(own, limits.requester, now=now))
    return max((end for end in ends if end is not None), default=None)


def _limit(windows: Sequence[TryWindow]) -> int:
    return max(window.max_tries for window in windows)
