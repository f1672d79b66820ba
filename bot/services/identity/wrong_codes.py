"""Wrong SMS codes: counted by target, across accounts and codes, and by who typed them.

A target is a phone number and a purpose. Many wrong codes to it make its codes longer, and pause them for hours;
those of one requester pause them for this requester, by every key of theirs. `sms_codes` locks the phone number before
it calls these functions, so that the counts are exact. A run of wrong codes is recorded here, and
housekeeping reports it (`bot/services/staff`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity import code_limits, limits
from bot.services.identity.code_limits import DAY, LIMITS, REQUESTER_TRIES
from storage.identity import wrong_codes as store
from storage.identity.sms_codes import CodePurpose, SmsCode

RUN_LENGTH = 10  # So many wrong tries within a day are reported, and every time that codes get longer or are paused.


class CodesLocked(Refusal, key="refused-codes-locked", offers=("identity", "menu")):
    """So many wrong codes were typed for this phone number that none is sent or accepted. until: the end."""


class OwnerCodesLocked(CodesLocked, key="refused-owner-codes-locked", offers=("file", "progress")):
    """The same for the codes of a vehicle's owner, who can answer in the chat or show a QR code instead."""


def require_open(session: Session, purpose: CodePurpose, to: str, *, keys: Sequence[str], now: datetime) -> None:
    """Raise CodesLocked or OwnerCodesLocked if wrong tries pause this phone number (keyed hash) for these keys."""
    until = _locked_until(session, purpose, to, keys=keys, now=now)
    if until is not None:
        raise (OwnerCodesLocked if purpose is CodePurpose.OWNER_APPROVAL else CodesLocked)(until=until)


def code_length(session: Session, purpose: CodePurpose, to: str, *, now: datetime) -> int:
    """Return how many digits a code to this phone number (keyed hash) needs now."""
    return LIMITS[purpose].length_after(_tries_against(session, purpose, to), now=now)


def record(session: Session, code: SmsCode, *, keys: Sequence[str], now: datetime) -> None:
    """Count a wrong code for its target and for the keys of who typed it, and record a run to be reported."""
    row, purpose = store.new(session, code, at=now), code.purpose
    if LIMITS[purpose].others_request:
        for limit, window in REQUESTER_TRIES.items():
            until = local_time.date_of(now) + timedelta(days=window.days - 1)
            limits.record(session, limit, keys, until=until, now=now, about=row.target)
    tries = _tries_against(session, purpose, code.to)
    today = sum(moment > now - DAY for moment in tries)
    is_locked = code_limits.locked_until(tries, LIMITS[purpose].target, now=now) is not None
    if is_locked or today % RUN_LENGTH == 0 or _ends_short_codes(purpose, tries, now=now):
        row.run_length = today
        session.add(row)
        session.flush()


def forgive(session: Session, code: SmsCode, *, keys: Sequence[str]) -> None:
    """Forget the wrong tries of a code that was verified in the end, and those of who typed it: they had the code."""
    store.forgive(session, code.id)
    for limit in REQUESTER_TRIES:
        limits.forget(session, limit, keys, about=store.target_index(code.purpose, code.to))


def _ends_short_codes(purpose: CodePurpose, tries: Sequence[datetime], *, now: datetime) -> bool:
    """Return whether the newest of these tries made the codes longer."""
    before, after = (LIMITS[purpose].length_after(each, now=now) for each in (tries[1:], tries))
    return before < after


def _locked_until(
    session: Session, purpose: CodePurpose, to: str, *, keys: Sequence[str], now: datetime
) -> datetime | None:
    ends = [code_limits.locked_until(_tries_against(session, purpose, to), LIMITS[purpose].target, now=now)]
    target = store.target_index(purpose, to)
    for limit, window in REQUESTER_TRIES.items() if LIMITS[purpose].others_request else ():
        day = limits.reached_until(session, limit, keys, most=window.most, now=now, about=target)
        ends.append(local_time.at(day) if day is not None else None)
    return max((end for end in ends if end is not None), default=None)


def _tries_against(session: Session, purpose: CodePurpose, to: str) -> Sequence[datetime]:
    """Return the moments of the wrong tries that count, newest first."""
    purposes = LIMITS[purpose]
    most = max(purposes.short_tries, *(window.max_tries for window in purposes.target))
    return store.newest_against(session, store.target_index(purpose, to), limit=most)
