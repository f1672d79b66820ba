"""Sign-in to the portal: who may use a code, limits of attempts, and whose browsers can be signed out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlmodel import select

from bot.errors import NotYours
from bot.services.organisations import organisations, web_sessions
from storage.identity.accounts import Account
from storage.organisations import sign_in_codes
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.organisations.sign_in_codes import FailedSignIn
from storage.organisations.web_sessions import WebSession
from tests.services.builders import NOW, DataBuilder
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
    return sign_in_codes.count_failures(data.session, since=NOW - timedelta(hours=1), address=HERE["address"])


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


@pytest.mark.parametrize("fewer", [0, 1])
def test_sign_in_is_refused_while_the_overall_limit_is_reached(data: DataBuilder, user: Account, fewer: int) -> None:
    code, _ = web_sessions.make_code(data.session, user, now=NOW)
    guesses = [{"address_index": f"{at}", "at": NOW} for at in range(web_sessions.MAX_ATTEMPTS - fewer)]
    data.session.connection().execute(insert(FailedSignIn), guesses)
    if fewer:
        sign_in(data, code)
    else:
        with pytest.raises(web_sessions.TooManySignInAttempts):
            sign_in(data, code)
        assert not data.session.exec(select(WebSession)).all()


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
