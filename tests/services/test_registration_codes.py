"""Codes of the registration: one that is sent nowhere stands in where there is no phone number on record."""

import pytest
from sqlmodel import Session, select

from bot.services.identity import registration_codes, sms_codes
from bot.services.identity.code_caps import CodeTooSoon
from storage.database import add
from storage.engine.outbox import Channel, Delivery
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people
from tests.services.concurrency import NOW

NUMBER, PHONE = "45090319900517007X", "+8613812345678"
IDENTITY = {"name": "王小明", "id_number": NUMBER}


@pytest.fixture
def guest(session: Session, monkeypatch: pytest.MonkeyPatch) -> Account:
    """An account of nobody; every code has the same digits."""
    monkeypatch.setattr(sms_codes, "generate_digits", lambda length: "12345678")
    return accounts.get_or_create(session, 1, 100, language="zh-CN", at=NOW)


def text_messages(session: Session) -> list[Delivery]:
    return list(session.exec(select(Delivery).where(Delivery.channel == Channel.SMS)))


def test_a_code_goes_to_the_phone_on_record(session: Session, guest: Account) -> None:
    add(session, people.new(name="王小明", id_number=NUMBER, phone=PHONE))
    registration_codes.send(session, by=guest, now=NOW, **IDENTITY)
    assert len(text_messages(session)) == 1
    assert registration_codes.verify(session, "12345678", by=guest, now=NOW, **IDENTITY) == PHONE


@pytest.mark.parametrize("on_record", [True, False])
def test_a_code_that_was_sent_nowhere_proves_nothing_even_if_it_is_guessed(
    session: Session, guest: Account, *, on_record: bool
) -> None:
    if on_record:
        add(session, people.new(name="王小明", id_number=NUMBER, phone=""))
    registration_codes.send(session, by=guest, now=NOW, **IDENTITY)
    assert text_messages(session) == []
    assert registration_codes.is_usable(session, by=guest, now=NOW, **IDENTITY)
    with pytest.raises(sms_codes.CodeExpired):
        registration_codes.verify(session, "12345678", by=guest, now=NOW, **IDENTITY)


def test_a_code_for_one_identity_proves_no_other(session: Session, guest: Account) -> None:
    add(session, people.new(name="王小明", id_number=NUMBER, phone=PHONE))
    registration_codes.send(session, by=guest, now=NOW, name="李大山", id_number=NUMBER)
    with pytest.raises(sms_codes.CodeExpired):
        registration_codes.verify(session, "12345678", by=guest, now=NOW, **IDENTITY)


def test_spelling_a_name_otherwise_leaves_the_pause_between_codes(session: Session, guest: Account) -> None:
    other = accounts.get_or_create(session, 1, 101, language="zh-CN", at=NOW)
    registration_codes.send(session, by=guest, now=NOW, **IDENTITY)
    with pytest.raises(CodeTooSoon):
        registration_codes.send(session, by=other, now=NOW, name="王 小明", id_number=NUMBER)
