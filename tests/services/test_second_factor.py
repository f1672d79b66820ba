"""The second factor: codes of RFC 6238, each of which counts once, and the pause after wrong ones."""

import base64
import hashlib
import hmac
import struct
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.services.staff import second_factor, web_sessions
from bot.services.staff.second_factor import ConfirmedKind
from storage.database import Database
from storage.staff.second_factors import SecondFactor
from tests.services.builders import staff_account
from tests.services.concurrency import NOW, SessionAction, in_order, outcomes

# RFC 6238, appendix B: the moments and the codes of eight digits for SHA-1, of which six are the last ones.
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


def code_at(secret: str, now: datetime, *, digits: int = 6) -> str:
    """Return the code of a moment, by another implementation: RFC 4226 over the time steps of RFC 6238."""
    counter = struct.pack(">Q", int(now.timestamp()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, hashlib.sha1)
    start = digest[-1] & 15
    return str((struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**digits).zfill(digits)


@pytest.mark.parametrize(("second", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    now = datetime.fromtimestamp(second, UTC)
    assert code_at(RFC_SECRET, now, digits=8) == code
    assert second_factor.matching_step(RFC_SECRET, code[-6:], now=now) == second // 30
    assert second_factor.matching_step(RFC_SECRET, f"{code[2:5]} {code[5:]}", now=now) == second // 30


@pytest.mark.parametrize(("seconds", "is_taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_a_step(seconds: int, is_taken: bool) -> None:
    now = datetime(2026, 11, 25, 2, tzinfo=UTC)
    code = code_at(RFC_SECRET, now + timedelta(seconds=seconds))
    assert (second_factor.matching_step(RFC_SECRET, code, now=now) is not None) is is_taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "12 345", "😀" * 6])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert second_factor.matching_step(RFC_SECRET, typed, now=datetime(2026, 11, 25, 2, tzinfo=UTC)) is None


def enrolled(database: Database, browsers: int) -> tuple[str, list[str]]:
    """Let a cashier set up a factor and sign in with browsers. Returns the secret and the tokens of the sessions."""
    with database.transaction() as session:
        cashier = staff_account(session, 30, "cashier")
        secret = second_factor.begin(session, by=cashier, now=NOW - timedelta(minutes=5)).secret
        confirmed_at = NOW - timedelta(minutes=4)
        second_factor.confirm(session, code_at(secret, confirmed_at), by=cashier, now=confirmed_at)
        return secret, [web_sessions.begin(session, cashier, device="Chrome", now=NOW)[0] for _ in range(browsers)]


def giving(token: str, code: str) -> SessionAction:
    """Return the act of giving a code with a browser. Wrong codes are refused, and counted."""

    def give(session: Session) -> None:
        user = web_sessions.find(session, token, now=NOW)
        assert user is not None
        second_factor.give(session, user, ConfirmedKind.MONEY, code, now=NOW)

    return give


def test_wrong_codes_that_come_at_once_are_counted_one_by_one(database: Database) -> None:
    secret, (first, second) = enrolled(database, 2)
    guess = str(10**6 - 1 - int(code_at(secret, NOW))).zfill(6)

    def guessing(token: str) -> SessionAction:
        def guesses(session: Session) -> None:
            with pytest.raises(second_factor.FactorWrong):
                giving(token, guess)(session)

        return guesses

    assert in_order(database, guessing(first), guessing(second)) == ("passed", "passed")
    with database.reading() as session:
        assert session.exec(select(SecondFactor)).one().wrong == 2


def test_one_code_counts_once_however_many_browsers_send_it(database: Database) -> None:
    secret, tokens = enrolled(database, 6)
    code = code_at(secret, NOW)
    assert Counter(outcomes(database, [giving(token, code) for token in tokens])) == {"passed": 1, "FactorWrong": 5}
    with database.reading() as session:
        given = [web_sessions.find(session, token, now=NOW) for token in tokens]
        assert [second_factor.is_given(user, ConfirmedKind.MONEY) for user in given if user].count(True) == 1
        assert not any(second_factor.is_given(user, ConfirmedKind.RULES) for user in given if user)
