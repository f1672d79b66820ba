"""SMS codes: bound to a row, limited in attempts, time and number, used once."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from bot.services.identity import sms_codes
from bot.services.identity.code_caps import CodeDailyLimitReached, CodeTooSoon
from bot.services.identity.code_limits import LIMITS
from bot.services.identity.sms_codes import CodeExpired, CodeMalformed, CodeTriesExhausted, CodeWrong
from storage import audit
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.staff.rules import DatedRule
from tests.services.concurrency import NOW
from tests.services.sms_builders import PHONE, SUBJECT, other_digits, send, sent, texted, verify

OTHERS_REQUEST = [purpose for purpose, limits in LIMITS.items() if limits.others_request]


def test_a_code_is_six_digits_and_only_in_the_text_message(session: Session) -> None:
    code = send(session, plate="桂A12345")
    message = texted(session)
    digits = message["values"]["code"]
    assert re.fullmatch(r"\d{6}", digits)
    assert message == {
        "to": PHONE,
        "key": "sms-code",
        "values": {"code": digits, "minutes": "5", "plate": "桂A12345"},
    }
    assert digits not in code.model_dump_json()
    assert PHONE not in code.model_dump_json()


@pytest.mark.parametrize("written", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "full width"])
def test_digits_are_accepted_in_different_spellings(session: Session, written: str) -> None:
    send(session)
    digits = sent(session)
    full_width = digits.translate({ord("0") + at: ord("０") + at for at in range(10)})
    verify(session, full_width if written == "full width" else written.format(digits))


@pytest.mark.parametrize(
    ("purpose", "digits"), [(CodePurpose.OWNER_APPROVAL, 6), (CodePurpose.REGISTRATION, 8), (CodePurpose.UNLOCK, 8)]
)
def test_codes_for_an_identity_and_a_sign_in_are_longer(session: Session, purpose: CodePurpose, digits: int) -> None:
    send(session, purpose=purpose)
    assert len(sent(session)) == digits
    with pytest.raises(CodeMalformed) as refused:
        verify(session, "1" * (digits - 1), purpose=purpose)
    assert refused.value.values == {"digits": digits}
    verify(session, sent(session), purpose=purpose)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５六", "٣٤٥٦٧٨", "👍", "一二三四五六"])
def test_text_that_is_not_six_digits_does_not_count_as_an_attempt(session: Session, typed: str) -> None:
    code = send(session)
    with pytest.raises(CodeMalformed):
        verify(session, typed)
    session.refresh(code)
    assert code.attempts == 0


def test_a_code_is_verified_once(session: Session) -> None:
    send(session)
    digits = sent(session)
    verify(session, digits)
    with pytest.raises(CodeExpired):
        verify(session, digits)


def test_each_wrong_attempt_reports_how_many_are_left_and_the_last_exhausts_the_code(session: Session) -> None:
    send(session)
    digits = sent(session)
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong) as refused:
            verify(session, other_digits(digits))
        assert refused.value.values == {"left": left}
        assert refused.value.keeps
    with pytest.raises(CodeTriesExhausted) as last:
        verify(session, other_digits(digits))
    assert last.value.keeps
    with pytest.raises(CodeTriesExhausted):
        verify(session, digits)


def test_a_code_expires_after_five_minutes(session: Session) -> None:
    send(session)
    digits = sent(session)
    with pytest.raises(CodeExpired):
        verify(session, digits, at=NOW + timedelta(minutes=5))
    verify(session, digits, at=NOW + timedelta(minutes=4, seconds=59))


def test_nothing_is_verified_without_a_code(session: Session) -> None:
    with pytest.raises(CodeExpired):
        verify(session, "123456")


def test_a_code_is_bound_to_its_row_and_purpose(session: Session) -> None:
    send(session)
    digits = sent(session)
    with pytest.raises(CodeExpired):
        verify(session, digits, subject=uuid4())
    with pytest.raises(CodeExpired):
        sms_codes.verify(session, CodePurpose.UNLOCK, SUBJECT, digits + "00", by=None, now=NOW)
    verify(session, digits)


def test_a_second_code_can_be_sent_after_a_minute_and_replaces_the_first(session: Session) -> None:
    send(session)
    first = sent(session)
    with pytest.raises(CodeTooSoon) as refused:
        send(session, at=NOW + timedelta(seconds=18))
    assert refused.value.values == {"seconds": 42}
    send(session, at=NOW + timedelta(seconds=60), phone="+8613900000000")
    second = sent(session)
    with pytest.raises((CodeWrong, CodeTriesExhausted)):
        verify(session, first if first != second else other_digits(second))
    verify(session, second)


def test_after_a_verified_code_the_next_can_be_sent_at_once(session: Session) -> None:
    send(session)
    verify(session, sent(session))
    send(session, at=NOW + timedelta(seconds=1))


def test_the_pause_between_codes_is_by_phone_number_and_purpose(session: Session) -> None:
    send(session, subject=uuid4())
    with pytest.raises(CodeTooSoon):
        send(session, subject=uuid4(), at=NOW + timedelta(seconds=59))
    send(session, subject=uuid4(), phone="+8613900000000")
    send(session, subject=uuid4(), purpose=CodePurpose.UNLOCK)
    send(session, subject=uuid4(), at=NOW + timedelta(seconds=60))


def test_codes_per_phone_number_and_day_are_limited(session: Session) -> None:
    for at in range(10):
        send(session, subject=uuid4(), at=NOW + timedelta(minutes=at))
    with pytest.raises(CodeDailyLimitReached) as refused:
        send(session, subject=uuid4(), at=NOW + timedelta(minutes=10))
    assert refused.value.values == {"most": 10, "until": NOW + timedelta(days=1)}
    send(session, subject=uuid4(), at=NOW + timedelta(minutes=10), phone="+8613900000000")
    send(session, subject=uuid4(), at=NOW + timedelta(days=1))


@pytest.mark.parametrize("others", OTHERS_REQUEST)
@pytest.mark.parametrize("own", [purpose for purpose in CodePurpose if purpose not in OTHERS_REQUEST])
def test_what_others_request_is_capped_lower_and_leaves_the_persons_own_codes_alone(
    session: Session, others: CodePurpose, own: CodePurpose
) -> None:
    for at in range(8):
        send(session, subject=uuid4(), purpose=others, at=NOW + timedelta(minutes=at))
    with pytest.raises(CodeDailyLimitReached) as refused:
        send(session, subject=uuid4(), purpose=others, at=NOW + timedelta(minutes=8))
    assert refused.value.values == {"most": 8, "until": NOW + timedelta(days=1)}
    send(session, subject=uuid4(), purpose=own, at=NOW + timedelta(minutes=8))


@pytest.mark.parametrize(
    ("purpose", "most"), [(CodePurpose.PAYMENT, 10), (CodePurpose.OWNER_APPROVAL, 4), (CodePurpose.REGISTRATION, 4)]
)
def test_codes_per_row_and_day_are_limited(session: Session, purpose: CodePurpose, most: int) -> None:
    for at in range(most):
        send(session, phone=f"+861390000000{at}", at=NOW + timedelta(minutes=at), purpose=purpose)
    with pytest.raises(CodeDailyLimitReached):
        send(session, phone="+8613911111111", at=NOW + timedelta(minutes=11), purpose=purpose)


def test_one_requester_is_limited_over_all_phone_numbers(session: Session) -> None:
    account, other = (accounts.new(session, 1, number, language="en", at=NOW) for number in (7, 8))

    def request(number: int, by: Account, purpose: CodePurpose = CodePurpose.OWNER_APPROVAL) -> None:
        phone = f"+86139000000{number:02}"
        send(session, subject=uuid4(), phone=phone, purpose=purpose, report_to=by)

    for number in range(10):
        request(number, account, CodePurpose.REGISTRATION if number % 2 else CodePurpose.OWNER_APPROVAL)
    with pytest.raises(CodeDailyLimitReached):
        request(10, account)
    request(10, other)
    request(11, account, CodePurpose.PAYMENT)
    later = NOW + timedelta(days=1)
    send(session, subject=uuid4(), purpose=CodePurpose.OWNER_APPROVAL, report_to=account, at=later)


def test_the_limits_follow_the_dated_rules(session: Session) -> None:
    for name, value in {"code_minutes": "2", "code_tries": "1", "code_resend_seconds": "10"}.items():
        session.add(DatedRule(name=name, value=value, valid_from=NOW, set_at=NOW))
    session.flush()
    send(session)
    assert texted(session)["values"]["minutes"] == "2"
    send(session, at=NOW + timedelta(seconds=10))
    with pytest.raises(CodeTriesExhausted):
        verify(session, other_digits(sent(session)), at=NOW + timedelta(seconds=20))


def test_a_code_is_usable_until_it_expires_or_is_used(session: Session) -> None:
    def is_waiting(*, phone: str = PHONE, at: datetime = NOW) -> bool:
        return sms_codes.is_usable(session, CodePurpose.PAYMENT, SUBJECT, phone=phone, now=at)

    assert not is_waiting()
    send(session)
    assert is_waiting()
    assert not is_waiting(phone="+8613900000000")
    assert not is_waiting(at=NOW + timedelta(minutes=5))
    verify(session, sent(session))
    assert not is_waiting()


def test_a_code_without_attempts_left_is_not_usable(session: Session) -> None:
    send(session)
    wrong = "000000" if sent(session) != "000000" else "000001"
    for _ in range(5):
        assert sms_codes.is_usable(session, CodePurpose.PAYMENT, SUBJECT, phone=PHONE, now=NOW)
        with pytest.raises((sms_codes.CodeWrong, sms_codes.CodeTriesExhausted)):
            verify(session, wrong)
    assert not sms_codes.is_usable(session, CodePurpose.PAYMENT, SUBJECT, phone=PHONE, now=NOW)


def test_every_step_of_a_code_is_audited_without_its_digits(session: Session) -> None:
    account = uuid4()
    send(session, by=account)
    digits = sent(session)
    with pytest.raises(CodeWrong):
        verify(session, other_digits(digits))
    verify(session, digits)
    entries = session.exec(select(audit.AuditEntry).order_by(col(audit.AuditEntry.id))).all()
    assert [entry.action for entry in entries] == ["code:sent", "code:failed", "code:passed"]
    assert entries[0].by == account
    assert all(digits not in entry.details for entry in entries)


def test_generated_digits_differ_and_keep_leading_zeros() -> None:
    made = [sms_codes.generate_digits(6) for _ in range(2_000)]
    assert len(set(made)) > 1_900
    assert all(len(digits) == 6 for digits in made)
    assert any(digits.startswith("0") for digits in made)


@pytest.mark.parametrize("text", ["车主的验证码是 123456。", "The owner's verification code is 123456"])
def test_the_digits_behind_words_for_a_code_are_read(text: str) -> None:
    assert sms_codes.parse_digits(text, 6) == "123456"
