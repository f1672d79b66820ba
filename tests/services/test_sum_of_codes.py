"""Codes that others request: over all purposes, few go to one phone number in an hour and in a day."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.services.identity import code_caps, sms_codes
from storage.database import Database, NamedLock, rows
from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.identity.sms_codes import CodePurpose
from tests.services.concurrency import NOW, in_order
from tests.services.sms_builders import PHONE

OTHERS = (CodePurpose.REGISTRATION, CodePurpose.OWNER_APPROVAL)
NOTICE = "sms-codes-withheld"


def keys_sent(session: Session) -> list[str]:
    """Return the texts of the queued text messages."""
    rows = session.exec(select(Delivery)).all()
    return [current_keyring().decrypt_json(row.payload, f"outbox:{row.reference}")["key"] for row in rows]


def ask(session: Session, count: int, *, minutes: int = 0, is_own: bool = False) -> None:
    """Have so many new people request codes for two purposes in turn, a minute apart."""
    for at in range(count):
        now = NOW + timedelta(minutes=minutes + at)
        keys = [f"telegram:{uuid4().hex}"]
        sms_codes.send(session, OTHERS[at % 2], uuid4(), phone=PHONE, key="k", now=now, keys=keys, is_own=is_own)


def test_eight_go_in_an_hour_and_the_person_is_told_once_of_the_rest(session: Session) -> None:
    ask(session, code_caps.OTHERS_AN_HOUR + 4)
    assert keys_sent(session).count("k") == code_caps.OTHERS_AN_HOUR
    assert keys_sent(session).count(NOTICE) == 1


def test_twelve_go_in_a_day(session: Session) -> None:
    for hour in range(4):
        ask(session, 4, minutes=hour * 300)
    assert keys_sent(session).count("k") == code_caps.OTHERS_A_DAY
    assert keys_sent(session).count(NOTICE) == 1


def test_the_sum_is_counted_with_the_phone_number_locked(session: Session) -> None:
    """Whatever the purpose; on a slow machine the race below may not meet."""
    locked: list[NamedLock] = []
    rows.lock_observers.append(lambda _, kind, __: locked.append(kind))
    ask(session, 2)
    rows.lock_observers.pop()
    assert locked.count(NamedLock.PHONE_NUMBER_SUM) == 2


def test_codes_for_two_purposes_at_once_keep_the_sum(database: Database) -> None:
    with database.transaction() as session:
        ask(session, code_caps.OTHERS_AN_HOUR - 1)

    def request(session: Session, purpose: CodePurpose) -> None:
        keys, now = [f"telegram:{uuid4().hex}"], NOW + timedelta(minutes=20)
        sms_codes.send(session, purpose, uuid4(), phone=PHONE, key="k", now=now, keys=keys)

    assert in_order(database, *(partial(request, purpose=purpose) for purpose in OTHERS)) == ("passed", "passed")
    with database.transaction() as session:
        assert keys_sent(session).count("k") == code_caps.OTHERS_AN_HOUR
        assert keys_sent(session).count(NOTICE) == 1


def test_what_the_person_requests_is_neither_withheld_nor_counted(session: Session) -> None:
    ask(session, 4, is_own=True)
    ask(session, code_caps.OTHERS_AN_HOUR, minutes=10)
    ask(session, 2, minutes=30)
    ask(session, 2, minutes=40, is_own=True)
    assert keys_sent(session).count("k") == 4 + code_caps.OTHERS_AN_HOUR + 2


def test_a_part_is_kept_for_who_has_requested_hardly_any(session: Session) -> None:
    for at in range(code_caps.OTHERS_AN_HOUR):
        now, keys = NOW + timedelta(minutes=at), ["telegram:1"]
        sms_codes.send(session, OTHERS[at % 2], uuid4(), phone=PHONE, key="k", now=now, keys=keys)
    went = keys_sent(session).count("k")
    assert went == code_caps.OTHERS_AN_HOUR - code_caps.FIRST_CODES
    ask(session, 1, minutes=20)
    assert keys_sent(session).count("k") == went + 1


def test_codes_for_one_purpose_take_none_of_the_first_of_another(session: Session) -> None:
    for at in range(code_caps.OTHERS_AN_HOUR + 1):
        now, purpose = NOW + timedelta(minutes=at), CodePurpose.OWNER_APPROVAL
        keys = [f"telegram:{uuid4().hex}"]
        with suppress(code_caps.CodeDailyLimitReached):
            sms_codes.send(session, purpose, uuid4(), phone=PHONE, key="k", now=now, keys=keys)
    for at in range(code_caps.FIRST_CODES + 1):
        now, purpose = NOW + timedelta(minutes=20 + at), CodePurpose.REGISTRATION
        sms_codes.send(session, purpose, uuid4(), phone=PHONE, key="own", now=now, keys=["telegram:1"])
    assert keys_sent(session).count("own") == code_caps.FIRST_CODES


@pytest.mark.parametrize("purpose", [CodePurpose.IDENTITY_CASE, CodePurpose.PAYMENT])
def test_a_warning_and_what_nobody_else_requests_always_goes(session: Session, purpose: CodePurpose) -> None:
    ask(session, code_caps.OTHERS_AN_HOUR)
    sms_codes.send(session, purpose, uuid4(), phone=PHONE, key="other", now=NOW + timedelta(minutes=30))
    assert "other" in keys_sent(session)
