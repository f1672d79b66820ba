"""SMS verification codes: digits for one purpose and one row, limited in attempts and time, used once.

send ──► (wait, send again) ──► verify ──► verified, expired, or attempts exhausted

The limits of a code (5 minutes, 5 attempts) and of sending (60 seconds between two codes for one purpose to one phone
number, a number of codes a day) are dated rules. The limits of guessing are in `code_limits`. Only the text message
holds the digits; the store keeps a keyed hash.
"""

import math
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity import limits, sms_receipts, wrong_codes
from bot.services.identity.code_limits import LIMITS, OTHERS_REQUEST
from bot.services.identity.limits import Limit
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import text_cleaning
from storage import audit, database
from storage.engine import outbox
from storage.identity import sms_codes as store, wrong_codes as wrong_code_store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register import people
from storage.register.people import Person

DAY = timedelta(days=1)


class CodeMalformed(Refusal, key="refused-code-not-digits"):
    """The text is not as many digits as a code has; it does not count as an attempt. digits: how many."""


class CodeWrong(Refusal, key="refused-code-wrong", keeps=True):
    """The digits are wrong. left: attempts that remain."""


class CodeTriesExhausted(Refusal, key="refused-code-used-up", keeps=True):
    """This code has no attempts left."""


class CodeExpired(Refusal, key="refused-code-expired"):
    """There is no usable code: it has expired, was used, or none was sent."""


class CodeTooSoon(Refusal, key="refused-code-too-soon"):
    """The last code was sent a moment ago. seconds: until the next may be sent."""


class CodeDailyLimitReached(Refusal, key="refused-code-day-cap"):
    """As many codes as allowed were sent within a day: to the phone number, for the row, or by the requester.

    most: that number.
    """


def send(
    session: Session,
    purpose: CodePurpose,
    subject: UUID,
    *,
    phone: str,
    key: str,
    now: datetime,
    by: UUID | None = None,
    report_to: Account | None = None,
    **values: str,
) -> SmsCode:
    """Send a new code to a phone number (E.164), in place of an older one for the same row.

    key: a text with `$code`, `$minutes` and the values given. by: who requests the code and will type it; report_to:
    their account, which is notified if the message is not delivered. Lock the rows to be changed before: the phone
    number is locked until the end of the transaction. Nothing is written before a refusal.
    Raises CodeTooSoon, CodeDailyLimitReached, CodesLocked.
    """
    to = people.phone_index(phone)
    database.lock_name(session, to)  # The limits of a phone number span several rows.
    wrong_codes.require_open(session, purpose, to, by=by, now=now)
    _check_wait(session, purpose, to, now=now)
    _check_day_caps(session, purpose, subject, to, requester=report_to, now=now)
    minutes = rules.number(session, RuleName.CODE_MINUTES, at=now)
    digits = generate_digits(LIMITS[purpose].digits)
    code = store.new(
        session,
        purpose,
        subject,
        to=to,
        digits=digits,
        at=now,
        expires_at=now + timedelta(minutes=minutes),
        asked_by=report_to.id if report_to else None,
    )
    about = sms_receipts.delivery_key(code.id)
    outbox.put_sms(session, phone, key, at=now, lane=to, about=about, code=digits, minutes=str(minutes), **values)
    audit.record(session, audit.Action.CODE_SENT, by=by, on=subject, at=now, purpose=purpose)
    if LIMITS[purpose].others_request and report_to is not None:
        keys = _keys_of(session, report_to)
        limits.record(session, Limit.CODE_REQUEST, keys, until=local_time.date_of(now), now=now)
    return code


def verify(
    session: Session,
    purpose: CodePurpose,
    subject: UUID,
    digits: str,
    *,
    by: UUID | None,
    now: datetime,
    phone: str | None = None,
) -> None:
    """Use the code if these are its digits. The attempt is counted before the digits are compared.

    phone: the number to which the code must have been sent, where it may have changed since.
    by: who types it. Verify before anything else is written: a wrong attempt commits what the turn has written.
    Raises CodeMalformed, CodeExpired, CodesLocked, CodeTriesExhausted, CodeWrong.
    """
    typed, code = parse_digits(digits, LIMITS[purpose].digits), store.current(session, purpose, subject)
    if code is None or code.used_at is not None or code.expires_at <= now:
        raise CodeExpired
    if phone is not None and code.to != people.phone_index(phone):
        raise CodeExpired
    database.lock_name(session, code.to)  # Wrong tries of all codes to this phone number count together.
    wrong_codes.require_open(session, purpose, code.to, by=by, now=now)
    most = rules.number(session, RuleName.CODE_TRIES, at=now)
    if not store.count_attempt(session, code, max_attempts=most):
        raise CodeTriesExhausted
    if not store.matches(code, typed):
        session.refresh(code)
        wrong_codes.record(session, code, by=by, now=now)
        audit.record(session, audit.Action.CODE_FAILED, by=by, on=subject, at=now, purpose=purpose)
        raise CodeWrong(left=most - code.attempts) if code.attempts < most else CodeTriesExhausted
    if not store.use(session, code, at=now):
        raise CodeExpired  # Another transaction used the code first.
    wrong_code_store.forgive(session, code.id)
    audit.record(session, audit.Action.CODE_PASSED, by=by, on=subject, at=now, purpose=purpose)


def is_usable(session: Session, purpose: CodePurpose, subject: UUID, *, phone: str, now: datetime) -> bool:
    """Whether a code sent to this phone number can still be verified, so that none has to be sent."""
    code = store.current(session, purpose, subject)
    if code is None or code.to != people.phone_index(phone) or code.used_at is not None or code.expires_at <= now:
        return False
    return code.attempts < rules.number(session, RuleName.CODE_TRIES, at=now)


def parse_digits(text: str, length: int) -> str:
    """Return the digits; full-width digits and spaces are accepted. Raises CodeMalformed."""
    typed = text_cleaning.compact(text)
    if len(typed) != length or not (typed.isascii() and typed.isdigit()):
        raise CodeMalformed(digits=length)
    return typed


def generate_digits(length: int) -> str:
    """Return so many random digits."""
    return f"{secrets.randbelow(10**length):0{length}}"


def _check_wait(session: Session, purpose: CodePurpose, to: str, *, now: datetime) -> None:
    last = store.newest_to(session, purpose, to)
    if last is None:
        return
    wait = timedelta(seconds=rules.number(session, RuleName.CODE_RESEND_SECONDS, at=now))
    left = (last.sent_at + wait - now).total_seconds()
    if left > 0 and last.used_at is None:
        raise CodeTooSoon(seconds=math.ceil(left))


def _check_day_caps(
    session: Session, purpose: CodePurpose, subject: UUID, to: str, *, requester: Account | None, now: datetime
) -> None:
    """Check the caps of the phone number and the row, which are lower if others may request, and of who requests."""
    others, since = LIMITS[purpose].others_request, now - DAY
    most = rules.number(session, RuleName.OTHERS_CODES_A_DAY if others else RuleName.CODES_A_DAY, at=now)
    # One of several requesters does not use up what the others need.
    most_of_row = (most + 1) // 2 if others else most
    if store.made_since(session, purpose, subject, since) >= most_of_row:
        raise CodeDailyLimitReached(most=most_of_row)
    if store.sent_since(session, purpose, to, since) >= most:
        raise CodeDailyLimitReached(most=most)
    if others and requester is not None:
        _check_requester_cap(session, requester, since=since, now=now)


def _check_requester_cap(session: Session, requester: Account, *, since: datetime, now: datetime) -> None:
    """Check what this account has requested within a day, and what everybody with one of its keys has today."""
    keys = _keys_of(session, requester)
    for key in sorted(key.removeprefix("held-") for key in keys):
        database.lock_name(session, f"codes:{key}")  # Always after the lock of a phone number.
    most = rules.number(session, RuleName.REQUESTER_CODES_A_DAY, at=now)
    if store.requested_since(session, requester.id, OTHERS_REQUEST, since) >= most:
        raise CodeDailyLimitReached(most=most)
    if limits.count(session, Limit.CODE_REQUEST, keys, now=now) >= most:
        raise CodeDailyLimitReached(most=most)


def _keys_of(session: Session, requester: Account) -> list[str]:
    """Return the keys that count: of the person, or of the Telegram user of a guest."""
    person = session.get(Person, requester.person_id) if requester.person_id else None
    return limits.keys_of(session, person) if person is not None else limits.keys_of_account(requester)
