"""Sign-in to the portal: who may use a code, limits of attempts, and whose browsers can be signed out."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlmodel import Session, select

from bot.errors import NotYours
from bot.neighbourhoods import LEVELS
from bot.services.organisations import organisations, web_sessions
from storage.database import Database, add
from storage.identity.accounts import Account
from storage.organisations import sign_in_codes
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.organisations.sign_in_codes import FailedSignIn
from storage.organisations.web_sessions import WebSession
from storage.register import people
from tests.services.builders import NOW, DataBuilder
from tests.services.concurrency import in_order
from tests.services.identity_case_builders import ID_NUMBER
from tests.storage.rows import put

HERE = {"address": "192.0.2.1", "device": "Firefox"}


@pytest.fixture
def user(data: DataBuilder) -> Account:
    """A member of an organisation."""
    account = data.account(data.filer)
    put(data.session, OrganisationMember, organisation_id=put(data.session, Organisation), person_id=data.filer.id)
    return account


def sign_in(data: DataBuilder, code: str) -> tuple[str, WebSession]:
    return web_sessions.sign_in(data.session, code, **HERE, now=NOW)


def tries(data: DataBuilder) -> int:
    return sign_in_codes.count_failures(data.session, since=NOW - timedelta(hours=1), network="192.0.2.1/32")


def test_a_sign_in_code_of_a_former_member_is_refused(data: DataBuilder, user: Account) -> None:
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    (place,) = data.session.exec(select(OrganisationMember))
    place.ended_at = NOW
    data.session.flush()
    with pytest.raises(web_sessions.SignInCodeInvalid):
        sign_in(data, code)
    assert tries(data) == 1
    assert not data.session.exec(select(WebSession)).all()


def test_a_sign_in_code_signs_in_one_browser(data: DataBuilder, user: Account) -> None:
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    token, _ = sign_in(data, code)
    assert web_sessions.find(data.session, token, now=NOW) is not None
    with pytest.raises(web_sessions.SignInCodeInvalid):
        sign_in(data, code)


def lock(data: DataBuilder, user: Account) -> None:
    user.locked_at = NOW


def give_to_another(data: DataBuilder, user: Account) -> None:
    user.person_id = data.stranger.id


def hold_their_number(data: DataBuilder, user: Account) -> None:
    """Let somebody else come to hold the ID number that the user has only declared."""
    data.filer.registered, data.filer.verified_at = False, None
    data.session.flush()
    add(data.session, people.new(id_number=data.filer.id_number, name="李建国"))


@pytest.mark.parametrize("change", [lock, give_to_another, hold_their_number])
def test_a_session_counts_while_the_account_is_unlocked_and_its_persons(
    data: DataBuilder, user: Account, change: Callable[[DataBuilder, Account], None]
) -> None:
    data.filer.id_number, data.filer.id_number_index = ID_NUMBER, people.id_number_index(ID_NUMBER)
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    token, _ = sign_in(data, code)
    assert web_sessions.find(data.session, token, now=NOW) is not None
    change(data, user)
    data.session.flush()
    assert web_sessions.find(data.session, token, now=NOW) is None


def wrong_codes(data: DataBuilder, addresses: Iterable[str]) -> int:
    """Type a wrong code from each address. Returns how many were refused as too many."""
    refused = 0
    for address in addresses:
        try:
            web_sessions.sign_in(data.session, "2222222222", address=address, device="", now=NOW)
        except web_sessions.TooManySignInAttempts:
            refused += 1
        except web_sessions.SignInCodeInvalid:
            pass
    return refused


@pytest.mark.parametrize(
    ("prefix", "level"),
    [("192.0.2.1", 0), ("192.0.2.{}", 1), ("192.0.{}.7", 2), ("2001:db8:0:1::{:x}", 0), ("2001:db8:0:{:x}::1", 1)]
    + [("::ffff:192.0.2.1", 0), ("2001:db8:0:{:x}00::1", 2)],
)
def test_wrong_codes_count_for_the_neighbourhood_of_the_address(
    data: DataBuilder, user: Account, prefix: str, level: int
) -> None:
    limit = web_sessions.MAX_ATTEMPTS[level]
    assert wrong_codes(data, [prefix.format(at) for at in range(limit)]) == 0
    assert wrong_codes(data, [prefix.format(limit)]) == 1
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    web_sessions.sign_in(data.session, code, address="198.51.100.1", device="", now=NOW)


def test_wrong_codes_from_everywhere_make_codes_longer_and_lock_nobody_out(data: DataBuilder, user: Account) -> None:
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    rows = web_sessions.MAX_ATTEMPTS_AT_SHORT_CODES * LEVELS
    guesses = [{"address_index": f"{at}", "at": NOW} for at in range(rows - 1)]
    data.session.connection().execute(insert(FailedSignIn), guesses)
    with data.session.begin_nested() as point:
        sign_in(data, code)
        point.rollback()
    data.session.connection().execute(insert(FailedSignIn), [{"address_index": "last", "at": NOW}])
    with pytest.raises(web_sessions.SignInCodeInvalid):
        sign_in(data, code)
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    assert len(code) == web_sessions.LONG_CODE_LENGTH
    assert sign_in(data, code)


def test_nobody_can_sign_out_the_browser_of_another(data: DataBuilder, user: Account) -> None:
    own_token, own = sign_in(data, web_sessions.make_code(data.session, user, now=NOW)[0])
    other = data.account(data.owner)
    of = data.session.exec(select(OrganisationMember.organisation_id)).one()
    organisations.add_member(data.session, of, data.owner, now=NOW)
    token, _ = sign_in(data, web_sessions.make_code(data.session, other, now=NOW)[0])
    stranger = web_sessions.find(data.session, token, now=NOW)
    assert stranger is not None
    for row in (own.id, uuid4()):
        with pytest.raises(NotYours):
            web_sessions.end(data.session, row, by=stranger, now=NOW)
    signed_in = web_sessions.find(data.session, own_token, now=NOW)
    assert signed_in is not None
    web_sessions.end(data.session, own.id, by=signed_in, now=NOW)
    assert web_sessions.find(data.session, own_token, now=NOW) is None


def test_when_a_browser_was_last_seen_is_updated_at_intervals(data: DataBuilder, user: Account) -> None:
    _, row = sign_in(data, web_sessions.make_code(data.session, user, now=NOW)[0])
    step = web_sessions.SEEN_INTERVAL
    assert [
        web_sessions.is_seen_update_due(row, now=NOW + after) for after in (step * 0, step / 2, step, 2 * step)
    ] == [
        False,
        False,
        True,
        True,
    ]


def test_wrong_codes_that_come_at_once_are_counted_one_by_one(database: Database) -> None:
    def guess(session: Session) -> None:
        with suppress(web_sessions.SignInCodeInvalid):
            web_sessions.sign_in(session, "2222222222", **HERE, now=NOW)

    with database.transaction() as session:
        for _ in range(web_sessions.MAX_ATTEMPTS[0] - 1):
            guess(session)
    assert in_order(database, guess, guess) == ("passed", "TooManySignInAttempts")
