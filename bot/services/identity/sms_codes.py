"""SMS verification codes: digits for one purpose and one row, limited in attempts and time, used once.

send ──► (wait, send again) ──► verify ──► verified, expired, or attempts exhausted

The limits of a code (5 minutes, 5 attempts) are dated rules. Those of sending are in `code_caps`, those of guessing in
`code_limits`. Only the text message holds the digits; the store keeps a keyed hash.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity import code_caps, limits, sms_delivery_reports, wrong_codes
from bot.services.identity.code_limits import LIMITS, LONG_DIGITS
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import code_words, text_cleaning
from storage import audit, database
from storage.database import NamedLock
from storage.engine import outbox
from storage.identity import sms_codes as store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register import people

# These are sent and verified after the rows that they are about are locked; the others before any row is locked.
AFTER_ROWS = frozenset({CodePurpose.OWNER_APPROVAL, CodePurpose.PAYMENT})


# The signature in front of every text message, and digits behind it.
_TEXT_MESSAGE = re.compile(r"\s*(?:【[^】\n]{1,40}】|\[[^\]\n]{1,40}\])\s*\S.*\d{5}", re.DOTALL)
_WORD_FOR_CODE = re.compile(rf"\W*{code_words.BEFORE_DIGITS}\d[\d\s]*\W*$", re.IGNORECASE)
_RUN = re.compile(r"(?<![\w·#-])\d{5}\s\d{5}(?!\w)|(?<![\d·#-])\d+(?!\d)", re.ASCII)


class CodeMalformed(Refusal, key="refused-code-not-digits"):
    """The text is not as many digits as a code has; it does not count as an attempt. digits: how many."""


class CodeWrong(Refusal, key="refused-code-wrong", keeps=True):
    """The digits are wrong. left: attempts that remain."""


class CodeTriesExhausted(Refusal, key="refused-code-used-up", keeps=True):
    """This code has no attempts left."""


class CodeExpired(Refusal, key="refused-code-expired"):
    """There is no usable code: it has expired, was used, or none was sent."""


class CodeTooShort(Refusal, key="refused-code-too-short"):
    """Many wrong codes were typed for the phone number since this one was sent: a longer one is needed."""


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
    keys: Sequence[str] = (),
    is_delivered: bool = True,
    is_own: bool = False,
    **values: str,
) -> SmsCode:
    """Send a new code to a phone number (E.164), in place of an older one for the same row.

    key: a text with `$code`, `$minutes` and the values given. by: who requests the code and will type it; report_to:
    their account, which is notified if the message is not delivered; keys: theirs, by default those of `report_to`.
    is_delivered: False for a code that is sent nowhere but counted; `phone` is then what stands in for a number.
    is_own: whether the requester has shown that the number is theirs, where others may request codes for it too. What
    others request beyond a sum of all purposes is withheld, and the person is told so once a day.
    The phone number is locked until the end of the transaction: for a purpose of AFTER_ROWS, lock the rows to be
    changed before. Nothing is written before a refusal.
    Raises CodeTooSoon, CodeDailyLimitReached, CodesLocked.
    """
    to = people.phone_index(phone)
    keys = keys or (limits.keys_of_user(session, report_to) if report_to is not None else [])
    _lock_phone_number(session, purpose, to)
    wrong_codes.require_open(session, purpose, to, keys=keys, now=now)
    code_caps.require_open(session, purpose, subject, to, keys=keys, now=now, is_own=is_own)
    by_others = not is_own and LIMITS[purpose].others_request
    withheld = by_others and _withhold(session, purpose, phone, keys=keys, now=now, tell=is_delivered)
    code, shown = _create(session, purpose, subject, to, report_to, by_others=by_others, withheld=withheld, now=now)
    if is_delivered and not withheld:
        about = sms_delivery_reports.delivery_key(code.id)
        outbox.put_sms(session, phone, key, at=now, lane=to, about=about, **shown, **values)
    audit.record(session, audit.Action.CODE_SENT, by=by, on=subject, at=now, purpose=purpose)
    code_caps.record(session, purpose, to, keys=keys, now=now)
    return code


def _create(
    session: Session,
    purpose: CodePurpose,
    subject: UUID,
    to: str,
    report_to: Account | None,
    *,
    by_others: bool,
    withheld: bool,
    now: datetime,
) -> tuple[SmsCode, dict[str, str]]:
    """Store a new code. Returns it with what its message says: its digits, which are not stored, and its minutes."""
    digits = generate_digits(wrong_codes.code_length(session, purpose, to, now=now))
    minutes = rules.number(session, RuleName.CODE_MINUTES, at=now)
    code = store.new(
        session,
        purpose,
        subject,
        to=to,
        digits=digits,
        at=now,
        expires_at=now + timedelta(minutes=minutes),
        asked_by=report_to.id if report_to is not None else None,
        by_others=by_others,
        withheld=withheld,
    )
    return code, {"code": in_groups(digits), "minutes": str(minutes)}


def _withhold(
    session: Session, purpose: CodePurpose, phone: str, *, keys: Sequence[str], now: datetime, tell: bool
) -> bool:
    """Return whether a code of others is not sent, because too many were; `tell` tells the number so once a day."""
    to = people.phone_index(phone)
    if not code_caps.is_withheld(session, purpose, to, keys=keys, now=now):
        return False
    if code_caps.is_first_withheld(session, to, now=now) and tell:
        outbox.put_sms(session, phone, "sms-codes-withheld", at=now, lane=to)
    return True


def verify(
    session: Session,
    purpose: CodePurpose,
    subject: UUID,
    digits: str,
    *,
    by: UUID | None,
    now: datetime,
    phone: str | None = None,
    keys: Sequence[str] = (),
) -> None:
    """Use the code if these are its digits. The attempt is counted before the digits are compared.

    phone: the number to which the code must have been sent, where it may have changed since.
    by: who types it; keys: theirs (`limits.keys_of`), for a purpose whose codes others may request.
    Verify before anything else is written: a wrong attempt commits what the turn has written. The phone number is
    locked as by `send`.
    Raises CodeMalformed, CodeExpired, CodesLocked, CodeTooShort, CodeTriesExhausted, CodeWrong.
    """
    code, typed = _current(session, purpose, subject, digits, phone=phone, now=now)
    _lock_phone_number(session, purpose, code.to)
    wrong_codes.require_open(session, purpose, code.to, keys=keys, now=now)
    if code.length < wrong_codes.code_length(session, purpose, code.to, now=now):
        raise CodeTooShort
    _compare(session, code, typed, by=by, keys=keys, now=now)
    if not store.use(session, code, at=now):
        raise CodeExpired  # Another transaction used the code first.
    wrong_codes.forgive(session, code, keys=keys)
    audit.record(session, audit.Action.CODE_PASSED, by=by, on=subject, at=now, purpose=purpose)


def _current(
    session: Session, purpose: CodePurpose, subject: UUID, digits: str, *, phone: str | None, now: datetime
) -> tuple[SmsCode, str]:
    """Return the code that can be verified, and the typed digits, which are as many as it has or would have."""
    code = store.current(session, purpose, subject)
    typed = parse_digits(digits, code.length if code is not None else LIMITS[purpose].digits)
    if code is None or code.used_at is not None or code.expires_at <= now:
        raise CodeExpired
    if phone is not None and code.to != people.phone_index(phone):
        raise CodeExpired
    return code, typed


def _compare(
    session: Session, code: SmsCode, typed: str, *, by: UUID | None, keys: Sequence[str], now: datetime
) -> None:
    """Count an attempt and compare the digits; a wrong one counts against the phone number and who types it."""
    most = rules.number(session, RuleName.CODE_TRIES, at=now)
    if not store.count_attempt(session, code, max_attempts=most):
        raise CodeTriesExhausted
    if store.matches(code, typed):
        return
    session.refresh(code)
    wrong_codes.record(session, code, keys=keys, now=now)
    audit.record(session, audit.Action.CODE_FAILED, by=by, on=code.subject, at=now, purpose=code.purpose)
    raise CodeWrong(left=most - code.attempts) if code.attempts < most else CodeTriesExhausted


def is_usable(session: Session, purpose: CodePurpose, subject: UUID, *, phone: str, now: datetime) -> bool:
    """Whether a code sent to this phone number can still be verified, so that none has to be sent."""
    code = store.current(session, purpose, subject)
    if code is None or code.to != people.phone_index(phone) or code.used_at is not None or code.expires_at <= now:
        return False
    if code.length < wrong_codes.code_length(session, purpose, code.to, now=now):
        return False
    return code.attempts < rules.number(session, RuleName.CODE_TRIES, at=now)


def is_text_message(text: str) -> bool:
    """Whether this is a text message with a code, as somebody pastes or forwards it."""
    return _TEXT_MESSAGE.match(text) is not None


def parse_digits(text: str, length: int) -> str:
    """Return the digits; full-width digits and spaces are accepted, and a text message or words around a code.

    Raises CodeMalformed.
    """
    typed = text_cleaning.compact(text)
    if not typed.isdigit() and (is_text_message(text) or _WORD_FOR_CODE.match(text)):
        found = {"".join(each.split()) for each in _RUN.findall(unicodedata.normalize("NFKC", text))}
        fitting = [digits for digits in found if len(digits) == length]
        typed = fitting[0] if len(fitting) == 1 else typed
    if len(typed) != length or not (typed.isascii() and typed.isdigit()):
        raise CodeMalformed(digits=length)
    return typed


def generate_digits(length: int) -> str:
    """Return so many random digits."""
    return f"{secrets.randbelow(10**length):0{length}}"


def in_groups(digits: str) -> str:
    """Return digits as people read them out: a long code in two groups."""
    return digits if len(digits) < LONG_DIGITS else f"{digits[:5]} {digits[5:]}"


def _lock_phone_number(session: Session, purpose: CodePurpose, to: str) -> None:
    """Lock a phone number (keyed hash): its codes and the wrong tries against it count together."""
    is_last = purpose in AFTER_ROWS
    database.lock_name(session, NamedLock.PHONE_NUMBER_LAST if is_last else NamedLock.PHONE_NUMBER_FIRST, to)
