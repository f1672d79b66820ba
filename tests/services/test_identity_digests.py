"""Identity cases by strangers: the holder hears of them once a day, and gets the code that they need themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from bot.services.review import identity_cases, identity_confirmations, identity_digests, identity_withdrawals
from bot.services.rules.names import RuleName
from storage.database import add
from storage.engine import timers
from storage.engine.outbox import Channel, Delivery
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from storage.staff.rules import DatedRule
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import ID_NUMBER, NAME, OLD_PHONE, account, open_case, picture
from tests.services.test_identity_confirmations import code, texts

DAY = timedelta(days=1)
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def holder(session: Session) -> Person:
    """Who has an account, and whom strangers ask for."""
    person = add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    account(session, 101, person)
    return person


def strangers(session: Session, many: int) -> list[IdentityCase]:
    """Let so many strangers open a case for the holder."""
    return [open_case(session, account(session, 200 + each)) for each in range(many)]


def rule(session: Session, name: RuleName, value: int) -> None:
    """Set a rule."""
    add(session, DatedRule(name=name.value, value=str(value), valid_from=NOW, set_at=NOW))


def in_chat(session: Session) -> int:
    """Return how many notifications go to the holder's chat."""
    query = select(func.count()).select_from(Delivery).where(Delivery.channel == Channel.CHAT)
    return session.exec(query.where(Delivery.lane == "1:101")).one()


def test_case_after_case_of_strangers_is_one_message_a_day(session: Session, holder: Person) -> None:
    strangers(session, 6)
    assert (in_chat(session), len(texts(session))) == (1, 1)
    identity_digests.send(session, holder.id, lane="1:101", now=NOW + DAY)
    assert (in_chat(session), len(texts(session))) == (2, 2)
    assert timers.is_set(session, identity_digests.DIGEST, holder.id)


def test_a_digest_without_news_is_not_sent(session: Session, holder: Person) -> None:
    strangers(session, 1)
    timers.cancel(session, identity_digests.DIGEST, holder.id)
    identity_digests.send(session, holder.id, lane="1:101", now=NOW + DAY)
    assert (in_chat(session), len(texts(session))) == (1, 1)
    assert not timers.is_set(session, identity_digests.DIGEST, holder.id)


def test_the_end_of_cases_waits_for_the_digest(session: Session, holder: Person) -> None:
    first, second, third = strangers(session, 3)
    for case in (first, second):
        identity_withdrawals.withdraw(session, case.id, by=session.get_one(Account, case.account_id), now=SOON)
    identity_digests.send(session, holder.id, lane="1:101", now=NOW + DAY)
    assert in_chat(session) == 3  # One replaces the message that asks to object.
    told = {case.number: case.told_at for case in (first, second, third)}
    assert told == dict.fromkeys((first.number, second.number, third.number), NOW + DAY)


def test_an_end_on_another_day_is_told_at_once(session: Session, holder: Person) -> None:
    [case] = strangers(session, 1)
    timers.cancel(session, identity_digests.DIGEST, holder.id)
    identity_withdrawals.withdraw(session, case.id, by=session.get_one(Account, case.account_id), now=NOW + 2 * DAY)
    assert in_chat(session) == 3  # One replaces the message that asks to object.
    assert timers.is_set(session, identity_digests.DIGEST, holder.id)


def test_the_holder_knows_of_a_case_long_before_it_can_be_approved(session: Session, holder: Person) -> None:
    rule(session, RuleName.IDENTITY_WAIT_HOURS, 10)
    strangers(session, 1)
    due = session.connection().exec_driver_sql("SELECT due_at FROM timers WHERE kind = 'identity.digest'").scalar()
    assert str(NOW + timedelta(hours=5))[:16] in str(due)


def test_who_has_the_phone_gets_the_code_whatever_strangers_have_requested(session: Session, holder: Person) -> None:
    rule(session, RuleName.OTHERS_CODES_A_DAY, 1)
    strangers(session, 3)
    guest = account(session, 300)
    request = identity_cases.IdentityRequest(
        IdentityCaseKind.LOST_ACCOUNT,
        *(picture(session), picture(session)),
        NAME,
        ID_NUMBER,
        OLD_PHONE,
    )
    case = identity_cases.open_case(session, guest, request, now=NOW)
    assert case.told_at is None
    assert texts(session)[-1]["values"]["number"] == f"ID{case.number}"  # type: ignore[index]
    assert len(texts(session)) == 2


def test_the_holder_hears_at_once_of_a_case_that_the_phone_on_record_confirms(session: Session, holder: Person) -> None:
    [first] = strangers(session, 1)
    identity_withdrawals.withdraw(session, first.id, by=session.get_one(Account, first.account_id), now=NOW)
    guest, pictures = account(session, 300), (picture(session), picture(session))
    request = identity_cases.IdentityRequest(IdentityCaseKind.LOST_ACCOUNT, *pictures, NAME, ID_NUMBER, OLD_PHONE)
    case = identity_cases.open_case(session, guest, request, now=NOW)
    before = in_chat(session)
    identity_confirmations.confirm(session, case.id, code(session), by=guest, now=NOW)
    assert (case.told_at, in_chat(session)) == (NOW, before + 1)


def test_a_stranger_whose_case_waits_for_the_digest_has_no_code_sent(session: Session, holder: Person) -> None:
    first, second = strangers(session, 2)
    for case in (first, second):
        by = session.get_one(Account, case.account_id)
        identity_confirmations.resend(session, case.id, by=by, now=SOON)
        assert (case.codes_asked, case.code_asked_at) == (1, SOON)
    assert len(texts(session)) == 2


def test_a_holder_without_an_account_hears_of_the_end_by_sms(session: Session) -> None:
    add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    [case] = strangers(session, 1)
    identity_withdrawals.withdraw(session, case.id, by=session.get_one(Account, case.account_id), now=SOON)
    before = len(texts(session))
    assert case.holder_id is not None
    identity_digests.send(session, case.holder_id, lane="1:200", now=NOW + DAY)
    assert len(texts(session)) == before + 1
