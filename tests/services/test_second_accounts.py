"""Staff cannot decide their own matters, or confirm their own acts, with a second account of theirs."""

import pytest

from bot.services.payments import refunds
from bot.services.payments.refunds import OwnRefund, SecondCashierNeeded
from bot.services.review import queue
from bot.services.review.queue import OwnCase
from bot.services.staff import members
from bot.services.staff.second_person import SecondAdminNeeded
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.payments.refunds import Refund, RefundReason
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.services.builders import NOW, DataBuilder
from tests.services.test_refunds import order, pay

PHONE = "+8613911112222"


def with_phone(data: DataBuilder, person: Person) -> Person:
    people.set_phone(person, PHONE)
    data.session.add(person)
    data.session.flush()
    return person


def people_with_one_phone(data: DataBuilder, role: str) -> tuple[Account, Account]:
    """Add two members of staff who share a phone number."""
    first, second = (data.staff(role, person=with_phone(data, data.person())) for _ in range(2))
    return first, second


def test_a_case_of_ones_second_identity_is_ones_own(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.IN_REVIEW)
    reviewer = data.staff("reviewer", person=with_phone(data, data.person()))
    queue.require_may_decide(data.session, filing, by=reviewer, now=NOW)
    for person in (data.filer, data.owner):
        with_phone(data, person)
        with pytest.raises(OwnCase):
            queue.require_may_decide(data.session, filing, by=reviewer, now=NOW)
        people.set_phone(person, "")


def proposed(data: DataBuilder) -> Refund:
    paid = pay(data.session, order(data.session), "T1")
    refund = refunds.propose(data.session, paid, paid.amount, RefundReason.REVOKED, about=paid.id, now=NOW)
    refund.amount = 10_000_000
    return refund


def test_a_refund_to_ones_second_identity_is_ones_own(data: DataBuilder) -> None:
    refund = proposed(data)
    with_phone(data, data.session.get_one(Person, refund.payer_person))
    with pytest.raises(OwnRefund):
        refunds.approve(data.session, refund.id, by=people_with_one_phone(data, "cashier")[0], now=NOW)


def test_the_second_approval_comes_from_another_person(data: DataBuilder) -> None:
    refund, (first, second) = proposed(data), people_with_one_phone(data, "cashier")
    assert not refunds.approve(data.session, refund.id, by=first, now=NOW)
    with pytest.raises(SecondCashierNeeded):
        refunds.approve(data.session, refund.id, by=second, now=NOW)
    assert refunds.approve(data.session, refund.id, by=data.staff("cashier"), now=NOW)


def test_a_staff_proposal_is_confirmed_by_another_person(data: DataBuilder) -> None:
    first, second = people_with_one_phone(data, "admin")
    proposal = members.invite(data.session, "somebody", frozenset({StaffRole.CASHIER}), by=first, now=NOW)
    with pytest.raises(SecondAdminNeeded):
        members.confirm(data.session, proposal.id, by=second, now=NOW)
    members.confirm(data.session, proposal.id, by=data.staff("admin"), now=NOW)
