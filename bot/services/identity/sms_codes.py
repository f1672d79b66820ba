"""SMS verification codes: six digits for one purpose and one row, limited in attempts and time, used once.

send ──► (wait, send again) ──► verify ──► verified, expired, or attempts exhausted

The limits (5 minutes, 5 attempts, 60 seconds between codes, a number per day) are dated rules. Only the text message
holds the digits; the store keeps a keyed hash.
"""

import math
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import sms_receipts
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import text_cleaning
from storage import audit, database
from storage.engine import outbox
from storage.identity import sms_codes as store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register import people

DIGITS = 6


class CodeMalformed(Refusal, key="refused-code-not-digits"):
    """The text is not six digits; it does not count as an attempt."""


class CodeWrong(Refusal, key="refused-code-wrong", keeps=True):
    """The digits are wrong. left: attempts that remain."""


class CodeTriesExhausted(Refusal, key="refused-code-used-up", keeps=True):
    """This code has no attempts left."""


class CodeExpired(Refusal, key="refused-code-expired"):
    """There is no usable code: it has expired, was used, or none was sent."""


class CodeTooSoon(Refusal, key="refused-code-too-soon"):
    """The last code was sent a moment ago. seconds: until the next may be sent."""


class CodeDailyLimitReached(Refusal, key="refused-code-day-cap"):
    """As many codes of one purpose as allowed were sent within a day. most: that number."""


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

    key: a text with `$code`, `$minutes` and the values given. by: who requests the code; report_to: the account that
    is notified if the message is not delivered. Lock the rows to be changed before: the phone number is locked until
    the end of the transaction. Raises CodeTooSoon, CodeDailyLimitReached.
    """
    to = people.phone_index(phone)
    database.lock_name(session, to)  # The daily limit of a phone number spans several rows.
    _check_wait(session, purpose, subject, now=now)
    _check_day_cap(session, purpose, subject, to, now=now)
    minutes, digits = rules.number(session, RuleName.CODE_MINUTES, at=now), generate_digits()
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
    Verify before anything else is written: a wrong attempt commits what the turn has written.
    Raises CodeMalformed, CodeExpired, CodeTriesExhausted, CodeWrong.
    """
    typed, code = parse_digits(digits), store.current(session, purpose, subject)
    if code is None or code.used_at is not None or code.expires_at <= now:
        raise CodeExpired
    if phone is not None and code.to != people.phone_index(phone):
        raise CodeExpired
    most = rules.number(session, RuleName.CODE_TRIES, at=now)
    if not store.count_attempt(session, code, max_attempts=most):
        raise CodeTriesExhausted
    if not store.matches(code, typed):
        session.refresh(code)
        audit.record(session, audit.Action.CODE_FAILED, by=by, on=subject, at=now, purpose=purpose)
        raise CodeWrong(left=most - code.attempts) if code.attempts < most else CodeTriesExhausted
    if not store.use(session, code, at=now):
        raise CodeExpired  # Another transaction used the code first.
    audit.record(session, audit.Action.CODE_PASSED, by=by, on=subject, at=now, purpose=purpose)


def is_usable(session: Session, purpose: CodePurpose, subject: UUID, *, phone: str, now: datetime) -> bool:
    """Whether a code sent to this phone number can still be verified, so that none has to be sent."""
    code = store.current(session, purpose, subject)
    if code is None or code.to != people.phone_index(phone) or code.used_at is not None or code.expires_at <= now:
        return False
    return code.attempts < rules.number(session, RuleName.CODE_TRIES, at=now)


def parse_digits(text: str) -> str:
    """Return the six digits; full-width digits and spaces are accepted. Raises CodeMalformed."""
    typed = text_cleaning.compact(text)
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        raise CodeMalformed
    return typed


def generate_digits() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _check_wait(session: Session, purpose: CodePurpose, subject: UUID, *, now: datetime) -> None:
    last = store.current(session, purpose, subject)
    if last is None:
        return
    wait = timedelta(seconds=rules.number(session, RuleName.CODE_RESEND_SECONDS, at=now))
    left = (last.sent_at + wait - now).total_seconds()
    if left > 0 and last.used_at is None:
        raise CodeTooSoon(seconds=math.ceil(left))


def _check_day_cap(session: Session, purpose: CodePurpose, subject: UUID, to: str, *, now: datetime) -> None:
    # Per purpose, so that codes which strangers request (owner's consent) leave the owner's own (payment) alone.
    most, since = rules.number(session, RuleName.CODES_A_DAY, at=now), now - timedelta(days=1)
    to_phone = store.sent_since(session, purpose, to, since)
    if to_phone >= most or store.made_since(session, purpose, subject, since) >= most:
        raise CodeDailyLimitReached(most=most)
