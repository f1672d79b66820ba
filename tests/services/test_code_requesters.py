"""The cap of codes to other people counts for all with one phone number or Telegram user, or of one person."""

from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlmodel import Session

from bot import local_time
from bot.services.identity.code_caps import CodeDailyLimitReached, OwnerCodesUsedUp
from storage.database import Database, add
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.register import people
from tests.services.concurrency import NOW, counted
from tests.services.identity_case_builders import account
from tests.services.sms_builders import send
from tests.stories.cast import id_number

MOST = 10


def request(session: Session, number: int, by: Account, purpose: CodePurpose = CodePurpose.OWNER_APPROVAL) -> None:
    """Request a code to the phone number with this number."""
    send(session, subject=uuid4(), phone=f"+86139000000{number:02}", purpose=purpose, report_to=by)


def declared(session: Session, number: int, *, phone: str, telegram_id: int, registered: bool = False) -> Account:
    """Add a person with an account."""
    person = people.new(id_number=id_number(number), name=f"李{number}", phone=phone, registered=registered)
    return account(session, telegram_id, add(session, person))


def test_a_second_account_with_the_same_phone_number_shares_the_cap(session: Session) -> None:
    phone = "+8613700000001"
    first = declared(session, 1, phone=phone, telegram_id=11)
    second = declared(session, 2, phone=phone, telegram_id=12)
    for number in range(MOST):
        request(session, number, first if number % 2 else second)
    for by in (first, second):
        with pytest.raises(CodeDailyLimitReached):
            request(session, MOST, by)
    request(session, MOST, declared(session, 3, phone="+8613700000003", telegram_id=13))


def test_the_cap_outlives_an_account(session: Session) -> None:
    first = declared(session, 1, phone="+8613700000001", telegram_id=11)
    for number in range(MOST):
        request(session, number, first)
    accounts.pseudonymise(session, first)
    again = account(session, 11)
    with pytest.raises(CodeDailyLimitReached):
        request(session, MOST, again, CodePurpose.REGISTRATION)


def test_who_declares_a_number_does_not_use_up_the_cap_of_its_holder(session: Session) -> None:
    stranger = declared(session, 1, phone="+8613700000001", telegram_id=11)
    holder = declared(session, 1, phone="+8613700000002", telegram_id=12, registered=True)
    for number in range(MOST):
        request(session, number, stranger)
    request(session, MOST, holder)


def test_one_requester_has_a_share_of_the_codes_to_one_phone_number(session: Session) -> None:
    """By the phone number: four a day and twelve in 30 days; the others have theirs."""
    first, other = (
        declared(session, number, phone=f"+861370000000{number}", telegram_id=10 + number) for number in (1, 2)
    )
    again = declared(session, 3, phone="+8613700000001", telegram_id=13)
    for day in range(3):
        for turn in range(4):
            to_owner(session, first if turn % 2 else again, at=NOW + timedelta(days=day, minutes=turn))
        for one in (first, again):
            with pytest.raises(OwnerCodesUsedUp) as refused:
                to_owner(session, one, at=NOW + timedelta(days=day, minutes=5))
    assert refused.value.values == {"most": 12, "until": local_time.at(local_time.date_of(NOW) + timedelta(days=30))}
    assert "file" in refused.value.offers
    to_owner(session, other, at=NOW + timedelta(days=2, minutes=5))
    send(session, subject=uuid4(), purpose=CodePurpose.REGISTRATION, report_to=again, at=NOW + timedelta(days=2))
    to_owner(session, again, at=NOW + timedelta(days=30))


def test_two_strangers_leave_codes_to_who_has_requested_hardly_any(session: Session) -> None:
    """Of eight codes a day the last two go to whoever has requested fewer than two within 30 days."""
    first, second, friend, late = (
        declared(session, number, phone=f"+861370000000{number}", telegram_id=10 + number) for number in range(1, 5)
    )
    for minutes in range(6):
        to_owner(session, first if minutes < 4 else second, at=NOW + timedelta(minutes=2 * minutes))
    for stranger in (first, second):
        with pytest.raises(OwnerCodesUsedUp):
            to_owner(session, stranger, at=NOW + timedelta(minutes=20))
    for minutes in (20, 22):
        to_owner(session, friend, at=NOW + timedelta(minutes=minutes))
    with pytest.raises(OwnerCodesUsedUp) as refused:
        to_owner(session, late, at=NOW + timedelta(minutes=30))
    assert refused.value.values == {"most": 8, "until": NOW + timedelta(days=1)}


def to_owner(session: Session, by: Account, *, at: datetime) -> None:
    """Request a code for an owner's consent, each time for another row."""
    send(session, subject=uuid4(), purpose=CodePurpose.OWNER_APPROVAL, report_to=by, at=at)


def test_codes_to_oneself_do_not_count(session: Session) -> None:
    first = declared(session, 1, phone="+8613700000001", telegram_id=11)
    for number in range(MOST):
        request(session, number, first, CodePurpose.PAYMENT)
    request(session, MOST, first)


def test_concurrent_requests_of_two_accounts_of_one_person_stay_within_the_cap(database: Database) -> None:
    with database.transaction() as session:
        both = [declared(session, n, phone="+8613700000001", telegram_id=10 + n) for n in (1, 2)]
    actions = [partial(request, number=number, by=both[number % 2]) for number in range(16)]
    assert counted(database, actions) == {"passed": MOST, "OwnerCodesUsedUp": 16 - MOST}


def test_the_day_begins_anew(session: Session) -> None:
    first = declared(session, 1, phone="+8613700000001", telegram_id=11)
    for number in range(MOST):
        request(session, number, first)
    tomorrow = NOW + timedelta(days=1)
    send(session, subject=uuid4(), report_to=first, at=tomorrow, purpose=CodePurpose.OWNER_APPROVAL)


def test_a_requester_counts_by_the_calendar_day_and_a_phone_number_by_length(session: Session) -> None:
    evening = local_time.at(local_time.date_of(NOW) + timedelta(days=1)) - timedelta(hours=1)
    after_midnight, purpose = evening + timedelta(hours=2), CodePurpose.OWNER_APPROVAL
    requester = declared(session, 1, phone="+8613700000001", telegram_id=11)
    for number in range(MOST):
        phone = f"+86139000000{number:02}"
        send(session, subject=uuid4(), phone=phone, purpose=purpose, report_to=requester, at=evening)
    send(session, subject=uuid4(), phone="+8613900000099", purpose=purpose, report_to=requester, at=after_midnight)
    for number in range(10):
        send(session, subject=uuid4(), at=evening + timedelta(minutes=number))
    with pytest.raises(CodeDailyLimitReached) as refused:
        send(session, subject=uuid4(), at=after_midnight)
    assert refused.value.values["until"] == evening + timedelta(days=1)
