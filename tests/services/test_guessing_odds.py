"""The chance of 1,000 accounts guessing codes against one person for a year, computed from the constants in force.

At most 1 in 100,000 for each of taking over an identity, giving an owner's consent, and signing in. Guesses are bounded
by the wrong tries that are accepted, and each is right with 1 / (number of codes); the sum bounds the chance.
"""

from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from bot.services.filing import vehicle_codes
from bot.services.identity import sms_codes, wrong_codes
from bot.services.identity.code_limits import LIMITS, LONG_DIGITS
from bot.services.identity.sms_codes import CodeTooShort, CodeTriesExhausted, CodeWrong
from bot.services.identity.wrong_codes import CodesLocked
from bot.services.organisations import web_sessions
from bot.services.rules.catalogue import DEFINITIONS
from bot.services.rules.names import RuleName
from bot.services.values import short_codes
from storage.identity import sms_codes as store
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from tests.services.concurrency import NOW
from tests.services.sms_builders import PHONE
from tests.services.test_wrong_codes import WRONG, issue

ACCOUNTS = 1_000
YEAR = timedelta(days=365)
ACCEPTED = Fraction(1, 100_000)


def by_sms(purpose: CodePurpose) -> Fraction:
    """Return the chance for codes of one purpose: the short tries of a year, and the long ones that windows accept."""
    limits = LIMITS[purpose]
    return Fraction(limits.short_tries, 10**limits.digits) + Fraction(windowed(purpose), 10**LONG_DIGITS)


def windowed(purpose: CodePurpose) -> int:
    """Return how many wrong tries the windows of a target accept in a year, at the most."""
    return min(window.max_tries * (YEAR // window.length + 1) for window in LIMITS[purpose].target)


def by_vehicle_code() -> Fraction:
    """Return the chance for typed vehicle codes, if the owner shows one all the time, at the highest allowed limit."""
    tries = ACCOUNTS * DEFINITIONS[RuleName.PROBES_PER_USER_A_DAY].upper * YEAR.days
    return Fraction(tries, short_codes.count(vehicle_codes.SHORT_LENGTH))


def by_portal() -> Fraction:
    """Return the chance for codes of the portal, if the person has an unused one all the time.

    Long codes: at a million tries a second, from as many networks.
    """
    tries = web_sessions.MAX_ATTEMPTS_AT_SHORT_CODES * (YEAR // web_sessions.ATTEMPT_WINDOW + 1)
    long_tries = 1_000_000 * int(YEAR.total_seconds())
    return Fraction(tries, short_codes.count(web_sessions.CODE_LENGTH)) + Fraction(
        long_tries, short_codes.count(web_sessions.LONG_CODE_LENGTH)
    )


def test_an_identity_is_not_taken_over_by_guessing() -> None:
    assert by_sms(CodePurpose.REGISTRATION) + by_sms(CodePurpose.IDENTITY_CASE) <= ACCEPTED


def test_an_owners_consent_is_not_given_by_guessing() -> None:
    assert by_sms(CodePurpose.OWNER_APPROVAL) + by_vehicle_code() <= ACCEPTED


def test_nobody_signs_in_by_guessing() -> None:
    assert by_sms(CodePurpose.UNLOCK) + by_sms(CodePurpose.PORTAL) + by_portal() <= ACCEPTED


@pytest.mark.parametrize("purpose", [CodePurpose.OWNER_APPROVAL, CodePurpose.REGISTRATION])
def test_the_accounts_get_no_more_guesses_than_computed(session: Session, purpose: CodePurpose) -> None:
    """Accounts guess one after the other for some days, each with the code of the length that is asked for."""
    limits, guesses, hours = LIMITS[purpose], dict.fromkeys((LIMITS[purpose].digits, LONG_DIGITS), 0), 60
    for half_hour in range(2 * hours):
        at, by = NOW + half_hour * timedelta(minutes=30), uuid4()
        length = wrong_codes.code_length(session, purpose, people.phone_index(PHONE), now=at)
        subject = issue(session, purpose=purpose, at=at, length=length)
        while is_compared(session, purpose, subject, by=by, at=at):
            guesses[length] += 1
    [window] = limits.target
    assert guesses[limits.digits] == limits.short_tries
    assert sum(guesses.values()) <= window.max_tries * (timedelta(hours=hours) // window.length + 1)
    assert guesses[LONG_DIGITS] > limits.short_tries


def is_compared(session: Session, purpose: CodePurpose, subject: UUID, *, by: UUID, at: datetime) -> bool:
    """Type a wrong code, and return whether its digits were compared."""
    before = store.current(session, purpose, subject)
    assert before is not None
    attempts = before.attempts
    with pytest.raises((CodesLocked, CodeTooShort, CodeWrong, CodeTriesExhausted)):
        sms_codes.verify(session, purpose, subject, WRONG[before.length], by=by, now=at)
    session.refresh(before)
    return before.attempts > attempts
