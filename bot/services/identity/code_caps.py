"""Caps of sending SMS codes: a pause between two, and so many a day to a phone number, for a row and by a requester.

What others request is capped lower. One requester has a share of what goes to a phone number, by every key of theirs,
and a part of it is kept for who has requested hardly any: two strangers cannot use it up. What is capped for everybody
is free again within a day.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity import limits
from bot.services.identity.code_limits import DAY, LIMITS
from bot.services.identity.limits import Limit
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import database
from storage.database import NamedLock
from storage.identity import sms_codes as store, wrong_codes
from storage.identity.sms_codes import CodePurpose

HOUR = timedelta(hours=1)
MONTH_DAYS = 30
# So many codes that others have requested go to one phone number, whatever they are for; the first of a purpose always.
OTHERS_AN_HOUR, OTHERS_A_DAY = 8, 12
FIRST_CODES = 2  # The first codes of a requester to one phone number within a month, for which a part is kept.
SHARES_A_MONTH = 3  # One requester has so many times their share of a day to one phone number within a month.


class CodeTooSoon(Refusal, key="refused-code-too-soon"):
    """The last code was sent a moment ago. seconds: until the next may be sent."""


class CodeDailyLimitReached(Refusal, key="refused-code-day-cap", offers=("identity", "menu")):
    """As many codes as allowed were sent: to the phone number, for the row, or by the requester.

    most: that number; until: when the next may be sent.
    """


class OwnerCodesUsedUp(CodeDailyLimitReached, key="refused-owner-code-day-cap", offers=("file", "progress")):
    """The same for the codes of a vehicle's owner, who can answer in the chat or show a QR code instead."""


def require_open(
    session: Session,
    purpose: CodePurpose,
    subject: UUID,
    to: str,
    *,
    keys: Sequence[str],
    now: datetime,
    is_own: bool = False,
) -> None:
    """Check the pause and the caps of phone number (keyed hash), row and requester (keys; empty for nobody).

    is_own: whether the phone number is the requester's: what others have requested for it does not count then.
    Raises CodeTooSoon, CodeDailyLimitReached or OwnerCodesUsedUp.
    """
    if not is_own:
        _check_wait(session, purpose, to, now=now)
    since, most, share = now - DAY, _most(session, purpose, now=now), _share(session, purpose, now=now)
    sent = [] if is_own else store.sent_since(session, purpose, to, since)
    _check_cap(store.made_since(session, purpose, subject, since), share, purpose)
    _check_cap(sent, most, purpose)
    if LIMITS[purpose].others_request and keys:
        _check_requester(session, purpose, to, keys=keys, now=now)
        if not _is_first(session, purpose, to, keys=keys, now=now):
            _check_cap(sent, max(share, most - FIRST_CODES), purpose)


def is_withheld(session: Session, purpose: CodePurpose, to: str, *, keys: Sequence[str], now: datetime) -> bool:
    """Return whether a code that somebody else requests is not sent, because too many went to this phone number.

    It is not refused: what codes for other purposes have used up would tell whose phone number it is. The code of an
    identity case is always sent: it warns the holder.
    """
    if purpose is CodePurpose.IDENTITY_CASE:
        return False
    # The purposes lock the phone number at different times, by different names: see sms_codes.AFTER_ROWS.
    database.lock_name(session, NamedLock.PHONE_NUMBER_SUM, to)
    if len(store.sent_since(session, purpose, to, now - DAY)) < FIRST_CODES:
        return False  # What is requested for another purpose takes nothing from this one.
    moments = store.of_others_since(session, to, now - DAY, withheld=False)
    kept = 0 if _is_first(session, purpose, to, keys=keys, now=now) else FIRST_CODES
    of_hour = sum(moment > now - HOUR for moment in moments)
    return of_hour >= OTHERS_AN_HOUR - kept or len(moments) >= OTHERS_A_DAY - kept


def is_first_withheld(session: Session, to: str, *, now: datetime) -> bool:
    """Return whether no code to this phone number was withheld within a day: then its person is told of it."""
    return not store.of_others_since(session, to, now - DAY, withheld=True)


def record(session: Session, purpose: CodePurpose, to: str, *, keys: Sequence[str], now: datetime) -> None:
    """Count a code that others may request for the keys of who requested it."""
    if not LIMITS[purpose].others_request:
        return
    today, target = local_time.date_of(now), wrong_codes.target_index(purpose, to)
    month = today + timedelta(days=MONTH_DAYS - 1)
    limits.record(session, Limit.CODE_REQUEST, keys, until=today, now=now)
    limits.record(session, Limit.CODE_OF_DAY, keys, until=today, now=now, about=target)
    limits.record(session, Limit.CODE_OF_MONTH, keys, until=month, now=now, about=target)


def _most(session: Session, purpose: CodePurpose, *, now: datetime) -> int:
    others = LIMITS[purpose].others_request
    return rules.number(session, RuleName.OTHERS_CODES_A_DAY if others else RuleName.CODES_A_DAY, at=now)


def _share(session: Session, purpose: CodePurpose, *, now: datetime) -> int:
    """Return how many codes a day a row or a requester has: one of several does not use up what the others need."""
    most = _most(session, purpose, now=now)
    return (most + 1) // 2 if LIMITS[purpose].others_request else most


def _check_wait(session: Session, purpose: CodePurpose, to: str, *, now: datetime) -> None:
    last = store.newest_to(session, purpose, to)
    if last is None:
        return
    wait = timedelta(seconds=rules.number(session, RuleName.CODE_RESEND_SECONDS, at=now))
    left = (last.sent_at + wait - now).total_seconds()
    if left > 0 and last.used_at is None:
        raise CodeTooSoon(seconds=math.ceil(left))


def _check_cap(sent: Sequence[datetime], most: int, purpose: CodePurpose) -> None:
    """Raise if so many codes were sent at these moments of a day, newest first."""
    if len(sent) >= most:
        raise _refusal(purpose)(most=most, until=sent[most - 1] + DAY)


def _check_requester(session: Session, purpose: CodePurpose, to: str, *, keys: Sequence[str], now: datetime) -> None:
    """Check what everybody with one of these keys has requested: of all phone numbers, and of this one."""
    for key in sorted(map(limits.bare, keys)):
        database.lock_name(session, NamedLock.REQUESTER, key)  # Always after the lock of a phone number.
    of_all = rules.number(session, RuleName.REQUESTER_CODES_A_DAY, at=now)
    share, target = _share(session, purpose, now=now), wrong_codes.target_index(purpose, to)
    for limit, most, about in (
        (Limit.CODE_OF_MONTH, share * SHARES_A_MONTH, target),
        (Limit.CODE_OF_DAY, share, target),
        (Limit.CODE_REQUEST, of_all, ""),
    ):  # The one that ends last comes first.
        until = limits.reached_until(session, limit, keys, most=most, now=now, about=about)
        if until is not None:
            raise _refusal(purpose)(most=most, until=local_time.at(until))


def _is_first(session: Session, purpose: CodePurpose, to: str, *, keys: Sequence[str], now: datetime) -> bool:
    """Return whether the requester has requested hardly any code to this phone number within a month."""
    target, of_month = wrong_codes.target_index(purpose, to), Limit.CODE_OF_MONTH
    return limits.reached_until(session, of_month, keys, most=FIRST_CODES, now=now, about=target) is None


def _refusal(purpose: CodePurpose) -> type[CodeDailyLimitReached]:
    return OwnerCodesUsedUp if purpose is CodePurpose.OWNER_APPROVAL else CodeDailyLimitReached
