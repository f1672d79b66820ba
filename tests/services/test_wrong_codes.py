"""Wrong SMS codes: counted by target across accounts and codes, locked for a time that depends on the count."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bot.services.identity import code_limits, sms_codes
from bot.services.identity.code_limits import DAY, LIMITS, MONTH, YEAR, TryWindow
from bot.services.identity.sms_codes import CodeTriesExhausted, CodeWrong
from bot.services.identity.wrong_codes import CodesLocked, OwnerCodesLocked
from storage.identity import sms_codes as code_store, wrong_codes as store
from storage.identity.sms_codes import CodePurpose
from storage.identity.wrong_codes import WrongCode
from storage.register import people
from tests.services.concurrency import NOW
from tests.services.sms_builders import PHONE, send

MINUTE = timedelta(minutes=1)
CONSENT = CodePurpose.OWNER_CONSENT
RIGHT = {6: "271828", 8: "27182818"}
WRONG = {6: "000000", 8: "00000000"}


def issue(session: Session, *, purpose: CodePurpose = CONSENT, phone: str = PHONE, at: datetime = NOW) -> UUID:
    """Insert a code, past the limits of sending. Returns its subject."""
    subject, digits = uuid4(), RIGHT[LIMITS[purpose].digits]
    to, until = people.phone_index(phone), at + 5 * MINUTE
    code_store.new(session, purpose, subject, to=to, digits=digits, at=at, expires_at=until)
    return subject


def type_wrong(
    session: Session, subject: UUID, *, purpose: CodePurpose = CONSENT, by: UUID | None = None, at: datetime = NOW
) -> None:
    """Type wrong digits; the attempt counts."""
    with pytest.raises((CodeWrong, CodeTriesExhausted)):
        sms_codes.verify(session, purpose, subject, WRONG[LIMITS[purpose].digits], by=by, now=at)


def type_right(
    session: Session, subject: UUID, *, purpose: CodePurpose = CONSENT, by: UUID | None = None, at: datetime = NOW
) -> None:
    """Type the right digits."""
    sms_codes.verify(session, purpose, subject, RIGHT[LIMITS[purpose].digits], by=by, now=at)


def guess(session: Session, times: int, *, at: datetime = NOW, purpose: CodePurpose = CONSENT) -> None:
    """Type so many wrong codes, each as somebody else and for another row."""
    for _ in range(times):
        type_wrong(session, issue(session, purpose=purpose, at=at), purpose=purpose, by=uuid4(), at=at)


def test_wrong_tries_of_all_accounts_and_codes_lock_the_target(session: Session) -> None:
    guess(session, 5)
    subject = issue(session)
    type_wrong(session, subject)
    with pytest.raises(OwnerCodesLocked) as refused:
        type_right(session, subject)
    assert refused.value.values == {"until": NOW + DAY}
    with pytest.raises(OwnerCodesLocked):
        send(session, subject=uuid4(), purpose=CONSENT)


def test_a_lock_ends_when_the_first_try_leaves_its_window(session: Session) -> None:
    guess(session, 1)
    guess(session, 5, at=NOW + timedelta(hours=1))
    late = NOW + DAY - MINUTE
    with pytest.raises(OwnerCodesLocked):
        type_right(session, issue(session, at=late), at=late)
    type_right(session, issue(session, at=NOW + DAY), at=NOW + DAY)


def test_after_the_tries_of_a_year_the_target_is_locked_until_a_day_of_next_year(session: Session) -> None:
    guess(session, 6)
    guess(session, 3, at=NOW + 2 * DAY)
    at = NOW + 30 * DAY
    with pytest.raises(OwnerCodesLocked) as refused:
        type_right(session, issue(session, at=at), at=at)
    assert refused.value.values == {"until": (NOW + YEAR).date()}
    type_right(session, issue(session, at=NOW + YEAR), at=NOW + YEAR)


def test_a_lock_concerns_one_phone_number_and_one_purpose(session: Session) -> None:
    guess(session, 6)
    type_right(session, issue(session, phone="+8613900000000"))
    for purpose in (CodePurpose.PAYMENT, CodePurpose.UNLOCK, CodePurpose.PRIVACY, CodePurpose.REGISTRATION):
        type_right(session, issue(session, purpose=purpose), purpose=purpose)


def test_strangers_do_not_use_up_what_the_person_needs(session: Session) -> None:
    """A hundred wrong codes of strangers registering as a person lock nothing that the person does in their account."""
    for _ in range(100):
        guess(session, 1, purpose=CodePurpose.REGISTRATION)
    with pytest.raises(CodesLocked):
        send(session, purpose=CodePurpose.REGISTRATION)
    for purpose in CodePurpose:
        if purpose is not CodePurpose.REGISTRATION:
            send(session, purpose=purpose, subject=uuid4())


def test_one_requester_has_fewer_tries_than_all_together(session: Session) -> None:
    one, other = uuid4(), uuid4()
    for day in range(6):
        at = NOW + 2 * day * DAY
        type_wrong(session, issue(session, at=at), by=one, at=at)
    at = NOW + 20 * DAY
    with pytest.raises(OwnerCodesLocked):
        type_right(session, issue(session, at=at), by=one, at=at)
    with pytest.raises(OwnerCodesLocked):
        send(session, subject=uuid4(), purpose=CONSENT, by=one, at=at)
    type_right(session, issue(session, at=at), by=other, at=at)


def test_typing_errors_before_the_right_digits_are_forgiven(session: Session) -> None:
    guess(session, 2)
    subject = issue(session)
    for _ in range(3):
        type_wrong(session, subject)
    type_right(session, subject)
    assert len(session.exec(select(WrongCode)).all()) == 2


def test_malformed_and_late_digits_count_for_nobody(session: Session) -> None:
    subject = issue(session)
    for typed, at in (("12345", NOW), ("000000", NOW + 5 * MINUTE)):
        with pytest.raises((sms_codes.CodeMalformed, sms_codes.CodeExpired)):
            sms_codes.verify(session, CONSENT, subject, typed, by=None, now=at)
    assert session.exec(select(WrongCode)).all() == []


def test_the_rows_hold_no_phone_number_and_nobody(session: Session) -> None:
    by = uuid4()
    type_wrong(session, issue(session), by=by)
    (row,) = session.exec(select(WrongCode)).all()
    written = row.model_dump_json()
    assert people.phone_index(PHONE) not in written
    assert PHONE not in written
    assert str(by) not in written
    assert by.hex not in written


def test_a_run_ends_with_a_lock_and_with_every_tenth_try_of_a_day(session: Session) -> None:
    guess(session, 6)
    guess(session, 20, purpose=CodePurpose.REGISTRATION)
    runs = store.unreported_runs(session, limit=10)
    assert sorted((run.purpose.value, run.run_length) for run in runs) == [
        ("owner_consent", 6),
        ("registration", 10),
        ("registration", 20),
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
        ([0, 0, 0], MONTH),
        ([30, 40, 48], MONTH - timedelta(hours=48)),
    ],
)
def test_the_lock_ends_with_the_longest_full_window(ages: list[int], expected: timedelta | None) -> None:
    windows = (TryWindow(DAY, 2), TryWindow(MONTH, 3))
    tries = [NOW - timedelta(hours=age) for age in ages]
    assert code_limits.locked_until(tries, windows, now=NOW) == (NOW + expected if expected else None)
