"""Wrong SMS codes: counted by target across accounts and codes, answered by longer codes and by pauses of hours."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bot import local_time
from bot.services.identity import code_limits, limits, sms_codes, wrong_codes
from bot.services.identity.code_limits import DAY, LIMITS, YEAR, TryWindow
from bot.services.identity.sms_codes import CodeMalformed, CodeTooShort, CodeTriesExhausted, CodeWrong
from bot.services.identity.wrong_codes import CodesLocked, OwnerCodesLocked
from storage.identity import accounts, sms_codes as code_store, wrong_codes as store
from storage.identity.sms_codes import CodePurpose
from storage.identity.wrong_codes import WrongCode
from storage.register import people
from tests.services.concurrency import NOW
from tests.services.sms_builders import PHONE, SUBJECT, send, sent

MINUTE = timedelta(minutes=1)
CONSENT = CodePurpose.OWNER_APPROVAL
RIGHT = {6: "271828", 8: "27182818", 10: "2718281828"}
WRONG = {6: "000000", 8: "00000000", 10: "0000000000"}


def issue(
    session: Session, *, purpose: CodePurpose = CONSENT, phone: str = PHONE, at: datetime = NOW, length: int = 0
) -> UUID:
    """Insert a code, past the limits of sending, by default of the length that is needed. Returns its subject."""
    to, until = people.phone_index(phone), at + 5 * MINUTE
    subject, digits = uuid4(), RIGHT[length or wrong_codes.code_length(session, purpose, to, now=at)]
    code_store.new(session, purpose, subject, to=to, digits=digits, at=at, expires_at=until)
    return subject


def type_wrong(
    session: Session, subject: UUID, *, purpose: CodePurpose = CONSENT, keys: Sequence[str] = (), at: datetime = NOW
) -> None:
    """Type wrong digits; the attempt counts."""
    with pytest.raises((CodeWrong, CodeTriesExhausted)):
        verify(session, subject, WRONG, purpose=purpose, keys=keys, at=at)


def type_right(
    session: Session, subject: UUID, *, purpose: CodePurpose = CONSENT, keys: Sequence[str] = (), at: datetime = NOW
) -> None:
    """Type the right digits."""
    verify(session, subject, RIGHT, purpose=purpose, keys=keys, at=at)


def verify(
    session: Session,
    subject: UUID,
    typed: dict[int, str],
    *,
    purpose: CodePurpose,
    keys: Sequence[str],
    at: datetime,
) -> None:
    code = code_store.current(session, purpose, subject)
    assert code is not None
    sms_codes.verify(session, purpose, subject, typed[code.length], by=None, keys=keys, now=at)


def guess(session: Session, times: int, *, at: datetime = NOW, purpose: CodePurpose = CONSENT) -> None:
    """Type so many wrong codes, each as somebody else and for another row."""
    for number in range(times):
        type_wrong(session, issue(session, purpose=purpose, at=at), purpose=purpose, keys=[f"telegram:{number}"], at=at)


def test_after_the_short_tries_of_a_year_codes_are_longer_and_go_on(session: Session) -> None:
    """Wrong tries of strangers take no code from the owner; those of all accounts and codes count together."""
    short = issue(session)
    guess(session, 6)
    with pytest.raises(CodeTooShort):
        type_right(session, short)
    for at, length in ((NOW + MINUTE, 10), (NOW + YEAR - MINUTE, 10), (NOW + YEAR, 6)):
        code = send(session, subject=uuid4(), purpose=CONSENT, at=at)
        assert code.length == length


def test_long_codes_are_texted_in_two_groups_and_typed_in_any(session: Session) -> None:
    guess(session, 6)
    send(session, subject=SUBJECT, purpose=CONSENT, at=NOW + 2 * MINUTE)
    digits = sent(session)
    assert re.fullmatch(r"\d{5} \d{5}", digits)
    with pytest.raises(CodeMalformed) as refused:
        sms_codes.verify(session, CONSENT, SUBJECT, digits[:6], by=None, now=NOW + 2 * MINUTE)
    assert refused.value.values == {"digits": 10}
    sms_codes.verify(session, CONSENT, SUBJECT, digits, by=None, now=NOW + 2 * MINUTE)


def test_a_code_that_has_become_too_short_is_not_waited_for(session: Session) -> None:
    send(session, subject=SUBJECT, purpose=CONSENT)
    assert sms_codes.is_usable(session, CONSENT, SUBJECT, phone=PHONE, now=NOW)
    guess(session, 6)
    assert not sms_codes.is_usable(session, CONSENT, SUBJECT, phone=PHONE, now=NOW)


def test_many_wrong_tries_pause_the_target_for_hours(session: Session) -> None:
    guess(session, 20)
    guess(session, 4, at=NOW + timedelta(hours=1))
    late, end = NOW + timedelta(hours=6) - MINUTE, NOW + timedelta(hours=6)
    with pytest.raises(OwnerCodesLocked) as refused:
        type_right(session, issue(session, at=late), at=late)
    assert refused.value.values == {"until": end}
    with pytest.raises(OwnerCodesLocked):
        send(session, subject=uuid4(), purpose=CONSENT, at=late)
    type_right(session, issue(session, at=end), at=end)


@pytest.mark.parametrize("purpose", CodePurpose)
def test_no_pause_of_a_target_is_longer_than_a_day(purpose: CodePurpose) -> None:
    assert all(window.length <= DAY for window in LIMITS[purpose].target)


def test_a_pause_concerns_one_phone_number_and_one_purpose(session: Session) -> None:
    guess(session, 24)
    type_right(session, issue(session, phone="+8613900000000"))
    for purpose in (CodePurpose.PAYMENT, CodePurpose.UNLOCK, CodePurpose.PRIVACY, CodePurpose.REGISTRATION):
        type_right(session, issue(session, purpose=purpose), purpose=purpose)


def test_strangers_do_not_use_up_what_the_person_needs(session: Session) -> None:
    """Wrong codes of strangers registering as a person pause nothing that the person does in their account."""
    guess(session, 24, purpose=CodePurpose.REGISTRATION)
    with pytest.raises(CodesLocked) as refused:
        send(session, purpose=CodePurpose.REGISTRATION)
    assert "identity" in refused.value.offers
    for purpose in CodePurpose:
        if purpose is not CodePurpose.REGISTRATION:
            send(session, purpose=purpose, subject=uuid4())


@pytest.mark.parametrize("key", range(3))
@pytest.mark.parametrize(("tries", "pause"), [((0,) * 6, 1), ((0, 0, 0, 0, 3, 3, 3, 3, 6, 6, 6, 6), 30)])
def test_one_requester_has_fewer_tries_than_all_together_by_any_key(
    session: Session, key: int, tries: tuple[int, ...], pause: int
) -> None:
    """tries: on which days; pause: the day from which the requester may try again."""
    keys = ["number:1", "phone:1", "telegram:1"]
    for day in tries:
        at = NOW + day * DAY
        type_wrong(session, issue(session, at=at), keys=keys, at=at)
    at = NOW + tries[-1] * DAY + MINUTE
    with pytest.raises(OwnerCodesLocked) as refused:
        type_right(session, issue(session, at=at), keys=[keys[key], "phone:2"], at=at)
    assert refused.value.values == {"until": local_time.at(local_time.date_of(NOW) + pause * DAY)}
    type_right(session, issue(session, at=at), keys=["phone:2", "number:2"], at=at)
    type_right(session, issue(session, phone="+8613900000000", at=at), keys=keys, at=at)
    later = NOW + pause * DAY
    type_right(session, issue(session, at=later), keys=[keys[key]], at=later)


def test_a_requester_whose_tries_are_used_up_is_sent_no_code(session: Session) -> None:
    requester = accounts.new(session, 1, 7, language="en", at=NOW)
    for _ in range(6):
        type_wrong(session, issue(session), keys=limits.keys_of_account(requester))
    with pytest.raises(OwnerCodesLocked):
        send(session, subject=uuid4(), purpose=CONSENT, report_to=requester, at=NOW + MINUTE)
    other = accounts.new(session, 1, 8, language="en", at=NOW)
    send(session, subject=uuid4(), purpose=CONSENT, report_to=other, at=NOW + MINUTE)


def test_typing_errors_before_the_right_digits_are_forgiven(session: Session) -> None:
    keys = ["telegram:7"]
    guess(session, 2)
    subject = issue(session)
    for _ in range(3):
        type_wrong(session, subject, keys=keys)
    type_right(session, subject, keys=keys)
    assert len(session.exec(select(WrongCode)).all()) == 2
    for _ in range(3):
        type_wrong(session, issue(session), keys=keys)
    type_right(session, issue(session), keys=keys)


def test_malformed_and_late_digits_count_for_nobody(session: Session) -> None:
    subject = issue(session)
    for typed, at in (("12345", NOW), ("000000", NOW + 5 * MINUTE)):
        with pytest.raises((sms_codes.CodeMalformed, sms_codes.CodeExpired)):
            sms_codes.verify(session, CONSENT, subject, typed, by=None, now=at)
    assert session.exec(select(WrongCode)).all() == []


def test_the_rows_hold_no_phone_number_and_nobody(session: Session) -> None:
    type_wrong(session, issue(session), keys=["telegram:7"])
    (row,) = session.exec(select(WrongCode)).all()
    written = row.model_dump_json()
    assert people.phone_index(PHONE) not in written
    assert PHONE not in written
    assert set(WrongCode.model_fields) == {
        *("id", "purpose", "target", "code_id", "at", "run_length", "reported_at", "told_at")
    }


def test_a_run_ends_with_longer_codes_with_a_pause_and_with_every_tenth_try_of_a_day(session: Session) -> None:
    guess(session, 6)
    guess(session, 24, purpose=CodePurpose.REGISTRATION)
    runs = store.unreported_runs(session, limit=10)
    assert sorted((run.purpose.value, run.run_length) for run in runs) == [
        ("owner_consent", 6),
        ("registration", 10),
        ("registration", 20),
        ("registration", 24),
    ]


def test_old_tries_are_deleted(session: Session) -> None:
    guess(session, 1)
    guess(session, 1, at=NOW + MINUTE)
    store.delete_old(session, before=NOW + MINUTE)
    assert len(session.exec(select(WrongCode)).all()) == 1


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ([], None),
        ([0], None),
        ([0, 0], DAY),
        ([0, 23], timedelta(hours=1)),
        ([0, 24], None),
        ([0, 0, 0], 30 * DAY),
        ([30, 40, 48], 30 * DAY - timedelta(hours=48)),
    ],
)
def test_the_lock_ends_with_the_longest_full_window(ages: list[int], expected: timedelta | None) -> None:
    windows = (TryWindow(DAY, 2), TryWindow(30 * DAY, 3))
    tries = [NOW - timedelta(hours=age) for age in ages]
    assert code_limits.locked_until(tries, windows, now=NOW) == (NOW + expected if expected else None)
