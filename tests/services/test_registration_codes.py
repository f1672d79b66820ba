"""Codes of the registration: one that is sent nowhere stands in where there is no phone number on record."""

import pytest
from sqlmodel import Session, select

from bot.services.identity import registration_codes, sms_codes
from bot.services.identity.code_caps import CodeTooSoon
from storage.database import add
from storage.engine.outbox import Channel, Delivery
from storage.identity import accounts, sms_codes as store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from tests.services.concurrency import NOW

DIGITS = "12345678"
NUMBER, PHONE = "45090319900517007X", "+8613812345678"
IDENTITY = {"name": "王小明", "id_number": NUMBER}


@pytest.fixture
def guest(session: Session) -> Account:
    """An account of nobody."""
    return accounts.get_or_create(session, 1, 100, language="zh-CN", at=NOW)


def send(session: Session, guest: Account, *, name: str = "王小明") -> None:
    """Send a code, and put one with known digits in its place."""
    registration_codes.send(session, by=guest, now=NOW, name=name, id_number=NUMBER)
    code = store.current(session, CodePurpose.REGISTRATION, guest.id)
    assert code is not None
    purpose, until = CodePurpose.REGISTRATION, code.expires_at
    store.new(session, purpose, guest.id, to=code.to, digits=DIGITS, at=code.sent_at, expires_at=until)


def text_messages(session: Session) -> list[Delivery]:
    return list(session.exec(select(Delivery).where(Delivery.channel == Channel.SMS)))


def test_a_code_goes_to_the_phone_on_record(session: Session, guest: Account) -> None:
    add(session, people.new(name="王小明", id_number=NUMBER, phone=PHONE))
    send(session, guest)
    assert len(text_messages(session)) == 1
    assert registration_codes.verify(session, DIGITS, by=guest, now=NOW, **IDENTITY) == PHONE


@pytest.mark.parametrize("on_record", [True, False])
def test_a_code_that_was_sent_nowhere_proves_nothing_even_if_it_is_guessed(
    session: Session, guest: Account, *, on_record: bool
) -> None:
    if on_record:
        add(session, people.new(name="王小明", id_number=NUMBER, phone=""))
    send(session, guest)
    assert text_messages(session) == []
    assert registration_codes.is_usable(session, by=guest, now=NOW, **IDENTITY)
    with pytest.raises(sms_codes.CodeExpired):
        registration_codes.verify(session, DIGITS, by=guest, now=NOW, **IDENTITY)


def test_a_code_for_one_identity_proves_no_other(session: Session, guest: Account) -> None:
    add(session, people.new(name="王小明", id_number=NUMBER, phone=PHONE))
    send(session, guest, name="李大山")
    with pytest.raises(sms_codes.CodeExpired):
        registration_codes.verify(session, DIGITS, by=guest, now=NOW, **IDENTITY)


def test_spelling_a_name_otherwise_leaves_the_pause_between_codes(session: Session, guest: Account) -> None:
    other = accounts.get_or_create(session, 1, 101, language="zh-CN", at=NOW)
    registration_codes.send(session, by=guest, now=NOW, **IDENTITY)
    with pytest.raises(CodeTooSoon):
        registration_codes.send(session, by=other, now=NOW, name="王 小明", id_number=NUMBER)
