"""Signing out and unlocking: who can do either, and which phone number gets the code."""

import pytest
from sqlmodel import Session

from bot.errors import AccountLocked, NotRegistered, NotYours
from bot.services.certificates import live_views
from bot.services.identity import accounts, unlocking
from storage.certificates.live_views import LiveView
from storage.identity.accounts import Account
from storage.register import people
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put


@pytest.fixture
def guest(data: DataBuilder) -> Account:
    """An account of nobody."""
    return session_account(data.session)


def session_account(session: Session) -> Account:
    return session.get_one(Account, put(session, Account, person_id=None, registered_at=None))


def test_nobody_signs_out_who_is_not_registered(data: DataBuilder, guest: Account) -> None:
    with pytest.raises(NotRegistered):
        accounts.sign_out(data.session, guest, now=NOW)


def test_a_locked_account_keeps_the_moment_of_its_sign_out(data: DataBuilder) -> None:
    account = data.account()
    accounts.sign_out(data.session, account, now=NOW)
    with pytest.raises(AccountLocked):
        accounts.sign_out(data.session, account, now=NOW + HOUR)
    assert account.locked_at == NOW


def test_no_code_is_sent_to_an_account_of_nobody(data: DataBuilder, guest: Account) -> None:
    with pytest.raises(NotRegistered):
        unlocking.send_code(data.session, guest, now=NOW)


def test_a_person_without_a_phone_number_on_record_is_sent_no_code(data: DataBuilder) -> None:
    account = data.account(data.filer)
    people.set_phone(data.filer, "")
    data.session.add(data.filer)
    with pytest.raises(unlocking.NoPhoneOnRecord):
        unlocking.send_code(data.session, account, now=NOW)


def test_a_locked_account_does_not_extend_a_live_view(data: DataBuilder) -> None:
    account = data.account(data.owner)
    view = put(data.session, LiveView, vehicle_id=data.car.id, person_id=data.owner.id, until=NOW + HOUR)
    accounts.sign_out(data.session, account, now=NOW)
    with pytest.raises(NotYours):
        live_views.extend(data.session, view, by=account, now=NOW)
