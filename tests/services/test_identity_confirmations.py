"""The code to the phone on record confirms an identity case; nothing tells whether a phone is on record."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.errors import NotYours, Refusal, StaleButton
from bot.services.review import (
    identity_confirmations,
    identity_holders,
    identity_objections,
    identity_withdrawals,
)
from bot.services.review.identity_cases import IdentityCaseClosed
from bot.services.review.identity_confirmations import IdentityCodesUsedUp, IdentityCodeTooSoon, IdentityCodeWrong
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine.outbox import Channel, Delivery
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from tests.services.builders import staff_account
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import (
    AFTER_WAIT,
    ID_NUMBER,
    NAME,
    NEW_PHONE,
    OLD_PHONE,
    account,
    approve,
    open_case,
)

SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def guest(session: Session) -> Account:
    """An applicant who asks for the account of somebody."""
    return account(session, 102)


@pytest.fixture
def record(session: Session) -> Person:
    """The person on record of these tests, who has no account."""
    return add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))


def texts(session: Session) -> list[dict[str, str]]:
    """Return the contents of the text messages in the outbox."""
    rows = session.exec(select(Delivery).where(Delivery.channel == Channel.SMS).order_by(Delivery.id))  # type: ignore[arg-type]
    found: list[dict[str, str]] = [
        current_keyring().decrypt_json(row.payload, f"outbox:{row.reference}") for row in rows
    ]
    return found


def code(session: Session) -> str:
    """Return the digits of the newest code."""
    values: dict[str, str] = texts(session)[-1]["values"]  # type: ignore[assignment]
    return re.sub(r"\D", "", values["code"])


def test_the_phone_on_record_is_told_though_nobody_has_an_account(
    session: Session, guest: Account, record: Person
) -> None:
    case = open_case(session, guest)
    assert case.holder_id == record.id
    [sent] = texts(session)
    assert (sent["to"], sent["key"]) == (OLD_PHONE, "sms-code-identity-case")


def test_a_confirmed_case_does_not_wait_and_takes_one_reviewer(
    session: Session, guest: Account, record: Person
) -> None:
    case = open_case(session, guest)
    due = case.due_at
    identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)
    assert (case.confirmed_at, case.needs_two, case.due_at < due) == (SOON, False, True)
    assert identity_holders.waits_until(session, case, now=SOON) is None
    assert approve(session, case, staff_account(session, 900, "reviewer")).status is IdentityCaseStatus.APPROVED
    assert guest.person_id == record.id


def test_an_objection_to_a_confirmed_case_asks_for_two_again(session: Session, guest: Account, record: Person) -> None:
    case = open_case(session, guest)
    identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)
    identity_objections.object_to(session, case.id, by=record, now=SOON)
    assert approve(session, case, staff_account(session, 900, "reviewer")).status is IdentityCaseStatus.WAITING


def refusals(session: Session, case: IdentityCase, guest: Account) -> list[str]:
    """Type wrong codes and ask for others until both are used up. Returns the refusals."""
    found = []
    for turn in range(12):
        at = NOW + timedelta(minutes=1 + 2 * turn)
        try:
            identity_confirmations.confirm(session, case.id, "00000000", by=guest, now=at)
        except Refusal as refusal:
            found.append(f"{type(refusal).__name__} {refusal.values}")
        try:
            identity_confirmations.resend(session, case.id, by=guest, now=at)
            found.append("sent")
        except Refusal as refusal:
            found.append(f"{type(refusal).__name__} {refusal.values}")
    return found


def test_the_answers_are_the_same_whether_a_phone_is_on_record_or_not(session: Session, guest: Account) -> None:
    nobody = refusals(session, open_case(session, guest), guest)
    add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    other = account(session, 103)
    case = open_case(session, other)
    assert case.holder_id is not None
    assert refusals(session, case, other) == nobody
    assert sum("IdentityCodesUsedUp" in each for each in nobody) == 2 + 9


def test_a_case_is_due_at_the_same_time_whether_anybody_is_on_record_or_not(session: Session, guest: Account) -> None:
    unknown = open_case(session, guest)
    add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
    known = open_case(session, account(session, 103))
    assert known.due_at == unknown.due_at > AFTER_WAIT
    assert identity_holders.waits_until(session, unknown, now=NOW) == AFTER_WAIT
    assert unknown.needs_two


def test_another_code_is_sent_after_a_pause(session: Session, guest: Account, record: Person) -> None:
    case = open_case(session, guest)
    with pytest.raises(IdentityCodeTooSoon):
        identity_confirmations.resend(session, case.id, by=guest, now=NOW)
    identity_confirmations.resend(session, case.id, by=guest, now=SOON)
    with pytest.raises(IdentityCodeTooSoon):
        identity_confirmations.resend(session, case.id, by=guest, now=SOON)
    assert len(texts(session)) == 2
    identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)


def test_only_the_applicant_confirms_and_only_an_open_case_that_moves(
    session: Session, guest: Account, record: Person
) -> None:
    case, other = open_case(session, guest), account(session, 103)
    with pytest.raises(NotYours):
        identity_confirmations.confirm(session, case.id, code(session), by=other, now=SOON)
    identity_withdrawals.withdraw(session, case.id, by=guest, now=SOON)
    with pytest.raises(IdentityCaseClosed):
        identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)
    declared = add(session, people.new(id_number="450903199005170048", name=NAME, phone=NEW_PHONE, registered=False))
    own = account(session, 104, declared)
    with pytest.raises(StaleButton):
        identity_confirmations.find(session, open_case(session, own, IdentityCaseKind.VERIFY).id, by=own)


def test_a_code_to_a_number_that_is_no_longer_on_record_confirms_nothing(
    session: Session, guest: Account, record: Person
) -> None:
    case = open_case(session, guest)
    people.set_phone(record, "+8613800000077")
    add(session, record)
    with pytest.raises(IdentityCodeWrong):
        identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)


def test_tries_are_limited(session: Session, guest: Account, record: Person) -> None:
    case = open_case(session, guest)
    for _ in range(identity_confirmations.MAX_TRIES):
        with pytest.raises(IdentityCodeWrong):
            identity_confirmations.confirm(session, case.id, "00000000", by=guest, now=SOON)
    with pytest.raises(IdentityCodesUsedUp):
        identity_confirmations.confirm(session, case.id, code(session), by=guest, now=SOON)
