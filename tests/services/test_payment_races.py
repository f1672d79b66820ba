"""Races of decisions, payments and refunds on both databases: each takes effect once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bot.errors import NotStaff, Refusal
from bot.services import objection_answers
from bot.services.identity import consents
from bot.services.payments import payments, refunds
from bot.services.payments.settlement import ReceivedPayment, settle
from bot.services.violations import decisions
from storage.database import Database, add
from storage.identity import accounts, sms_codes
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.identity.sms_codes import CodePurpose
from storage.objections import Objection, ObjectionState
from storage.payments import payments as store, refunds as refund_store
from storage.payments.payments import OrderCloseReason, OrderState, PaymentOrder, PaymentProvider
from storage.payments.refunds import Refund, RefundState
from storage.register import people
from storage.register.people import Person
from storage.violations import decisions as decision_store, violations
from storage.violations.decisions import Decision
from storage.violations.violations import ViolationState
from tests.services.builders import staff_account
from tests.services.concurrency import SessionAction, counted, outcomes
from tests.services.payment_builders import FINE, NOW, begun, car, debt, driver, record

THREADS = 8
DIGITS = "123456"


def staff(database: Database, *roles: str) -> list[accounts.Account]:
    """Create a member of staff for each of these roles."""
    with database.transaction() as session:
        return [staff_account(session, 10 + at, role) for at, role in enumerate(roles)]


def received(order: store.PaymentOrder, transaction: str) -> ReceivedPayment:
    """Return a payment for an order."""
    return ReceivedPayment(order.provider, order.number, transaction, order.amount, "CNY", NOW)


def deciding(person_id: UUID, vehicle_id: UUID, violation_id: UUID) -> SessionAction:
    """Return the action of a driver who types the code."""

    def decide(session: Session) -> None:
        person = session.get_one(Person, person_id)
        decisions.decide(session, person, vehicle_id, [violation_id], DIGITS, now=NOW)

    return decide


@pytest.mark.parametrize("at", range(10))
def test_of_simultaneous_payments_for_one_decision_one_gets_an_order(database: Database, at: int) -> None:
    with database.transaction() as session:
        owed = debt(session, at)
    ways = [list(PaymentProvider)[each % 2] for each in range(THREADS)]
    actions: list[SessionAction] = [
        partial(payments.start, subject=owed.decision.id, provider=way, by=owed.person, lane="1:1", now=NOW)
        for way in ways
    ]
    assert counted(database, actions) == {"passed": 1, "PaymentUnderWay": THREADS - 1}


def test_simultaneous_orders_never_share_a_decision(database: Database) -> None:
    with database.transaction() as session:
        person, account = driver(session, 1)
        owed = [debt(session, 10 + at) for at in range(6)]
        for each in owed:
            each.decision.person_id = person.id
            session.add(each.decision)
    subjects = [each.decision.id for each in owed] + [person.id] * 3
    actions: list[SessionAction] = [
        partial(payments.start, subject=each, provider=PaymentProvider.WECHAT, by=person, lane=account.lane, now=NOW)
        for each in subjects
    ]
    outcomes(database, actions)
    with database.reading() as session:
        held = Counter(line.decision_id for line in session.exec(select(store.PaymentLine)) if line.holds)
    assert set(held.values()) == {1}


@pytest.mark.parametrize("at", range(5))
def test_a_payment_and_the_close_of_its_order_race_without_losing_money(database: Database, at: int) -> None:
    with database.transaction() as session:
        owed = begun(session, debt(session, at))
    order = owed.order
    assert order is not None

    def close(session: Session) -> None:
        payments.close(session, session.get(PaymentOrder, order.id) or order, OrderCloseReason.EXPIRED, now=NOW)

    actions = [
        lambda session: settle(session, order.id, received(order, "A"), now=NOW),
        close,
        lambda session: settle(session, order.id, received(order, "A"), now=NOW),
        close,
        lambda session: settle(session, order.id, received(order, "B"), now=NOW),
    ]
    assert outcomes(database, actions) == ["passed"] * 5
    with database.reading() as session:
        booked = session.exec(select(store.PaymentTransaction)).all()
        going = session.exec(select(refund_store.Refund)).all()
        stored = session.get(PaymentOrder, order.id)
    assert stored is not None
    assert len(booked) == 2
    assert len(going) == (1 if stored.state is OrderState.PAID else 2)
    assert sum(each.settles for each in booked) == (1 if stored.state is OrderState.PAID else 0)


@pytest.mark.parametrize("amount", [FINE, 60_000])
def test_a_refund_is_sent_once_and_above_the_limit_after_two_cashiers(database: Database, amount: int) -> None:
    cashiers = staff(database, *["cashier"] * 6)
    with database.transaction() as session:
        owed = begun(session, debt(session, 1))
        assert owed.order is not None
        settle(session, owed.order.id, received(owed.order, "A"), now=NOW)
        settle(session, owed.order.id, received(owed.order, "B"), now=NOW)
        (refund,) = refund_store.unfinished(session)
        refund.amount = amount
        session.add(refund)

    def approve(account: accounts.Account) -> str:
        with database.transaction() as session:
            try:
                return "sent" if refunds.approve(session, refund.id, by=account, now=NOW) else "first"
            except Refusal as refusal:
                session.rollback()
                return type(refusal).__name__

    with ThreadPoolExecutor(THREADS) as pool:
        ends = Counter(pool.map(approve, cashiers))
    if amount == FINE:
        assert ends == {"sent": 1, "RefundAlreadyMoved": 5}
        return
    if "sent" not in ends:  # All others lost the race with the first: one of them approves it now.
        assert ends["first"] == 1
        ends["sent"] += [approve(account) for account in cashiers].count("sent")
    assert (ends["sent"], ends["first"]) == (1, 1)
    with database.reading() as session:
        gone = session.get(Refund, refund.id)
    assert gone is not None
    assert gone.state is RefundState.SENT
    assert gone.first_by != gone.second_by


def test_only_a_cashier_can_approve_a_refund(database: Database) -> None:
    (reviewer,) = staff(database, "reviewer")
    with database.transaction() as session, pytest.raises(NotStaff):
        refunds.approve(session, uuid4(), by=reviewer, now=NOW)


def test_simultaneous_decisions_never_fill_the_points_of_a_cycle(database: Database) -> None:
    with database.transaction() as session:
        person, _ = driver(session, 1)
        vehicle = car(session, person, 1)
        records = [record(session, vehicle, f"V{at}") for at in range(8)]
        consents.agree(session, person, ConsentText.VIOLATIONS, now=NOW)
        for each in records:
            subject = decisions.subject_of(person, [each])
            to = people.phone_index(person.phone)
            until = NOW + timedelta(minutes=5)
            sms_codes.new(session, CodePurpose.PAYMENT, subject, to=to, digits=DIGITS, at=NOW, expires_at=until)

    ends = counted(database, [deciding(person.id, vehicle.id, each.id) for each in records])
    assert ends == {"passed": 3, "PointsWouldBeFull": 5}
    with database.reading() as session:
        stored = session.get(Person, person.id)
        counts = violations.counts(session, [vehicle.id])
    assert stored is not None
    assert stored.points == 9
    assert counts[vehicle.id, ViolationState.DECIDED] == 3


def test_one_record_is_decided_once_by_simultaneous_requests_with_one_code(database: Database) -> None:
    with database.transaction() as session:
        person, _ = driver(session, 1)
        vehicle = car(session, person, 1)
        one = record(session, vehicle, "V1")
        consents.agree(session, person, ConsentText.VIOLATIONS, now=NOW)
        until, to = NOW + timedelta(minutes=5), people.phone_index(person.phone)
        subject = decisions.subject_of(person, [one])
        sms_codes.new(session, CodePurpose.PAYMENT, subject, to=to, digits=DIGITS, at=NOW, expires_at=until)
    actions = [deciding(person.id, vehicle.id, one.id)] * THREADS
    ends = counted(database, actions)
    assert ends["passed"] == 1
    with database.reading() as session:
        assert len(decision_store.of_person(session, person.id)) == 1


@pytest.mark.parametrize("at", range(5))
def test_an_objection_upheld_during_the_payment_leads_to_a_refund(database: Database, at: int) -> None:
    reviewer, second = staff(database, "reviewer", "reviewer")
    with database.transaction() as session:
        owed = begun(session, debt(session, at + 100))
        assert owed.order is not None
        objection = Objection(
            number=1, violation_id=owed.decision.violation_id, person_id=owed.person.id, sealed_said=b"", made_at=NOW
        )
        objection.said = "It was not me"
        add(session, objection)
    order = owed.order

    def upholding(session: Session, by: Account) -> None:
        objection_answers.answer(session, objection.id, uphold=True, said="You are right", by=by, now=NOW)

    def uphold(session: Session) -> None:
        upholding(session, reviewer)

    actions = [uphold, lambda session: settle(session, order.id, received(order, "A"), now=NOW)]
    ends = outcomes(database, actions, threads=2)
    if "PaymentFirst" in ends:  # The order was open when the objection was answered: it is answered again later.
        assert outcomes(database, [uphold]) == ["passed"]
    with database.reading() as session:
        waits = session.get_one(Objection, objection.id).state is ObjectionState.OPEN
    if waits:  # It was paid before the objection was upheld, which takes two then.
        assert outcomes(database, [uphold]) == ["SecondAnswerNeeded"]
        assert outcomes(database, [lambda session: upholding(session, second)]) == ["passed"]
    with database.reading() as session:
        decision = session.get(Decision, owed.decision.id)
        going = session.exec(select(refund_store.Refund)).all()
        closed = session.get_one(Objection, objection.id)
    assert decision is not None
    assert decision.state is decision_store.DecisionState.REVOKED
    assert closed.state is ObjectionState.UPHELD
    assert [each.amount for each in going] == [FINE]
