"""Queries for payments, photos, reviews, staff and violations leave out rows of another provider, day or state."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from storage.database import Database
from storage.filing.filings import Filing
from storage.payments import daily_closings, payments, refunds
from storage.payments.payments import PaymentLine, PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund
from storage.register.vehicles import Vehicle
from storage.review import photos, reviews
from storage.review.photos import Photo
from storage.review.reviews import Review, ReviewStatus
from storage.staff import members, proposals
from storage.staff.members import StaffMember, StaffRole
from storage.staff.rule_proposals import RuleProposal
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState
from tests.storage.rows import NOW, put

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WECHAT, ALIPAY = PaymentProvider
BILLED = NOW.date()


def ids(rows: Any) -> list[Any]:
    return [row.id for row in rows]


def test_transactions_of_one_provider_and_day_are_found(lite: Database) -> None:
    with lite.transaction() as session:
        for provider in (WECHAT, ALIPAY):
            for at in (NOW - HOUR, NOW, NOW + DAY):
                put(session, PaymentTransaction, provider=provider, paid_at=at, settles=False, transaction_id=f"{at}")
        found = daily_closings.payments_of(session, WECHAT, BILLED, BILLED, span=(NOW, NOW + DAY))
        assert [(each.provider, each.paid_at) for each in found] == [(WECHAT, NOW)]
        assert len(daily_closings.payments_of(session, None, BILLED, BILLED, span=(NOW, NOW + DAY))) == 2
        found[0].billed_on = BILLED - DAY
        assert daily_closings.payments_of(session, WECHAT, BILLED, BILLED, span=(NOW, NOW + DAY)) == []
        (moved,) = daily_closings.payments_of(session, WECHAT, BILLED - DAY, BILLED - DAY, span=(NOW + DAY, NOW + DAY))
        assert moved == found[0]
        booked = payments.transaction_by_provider_id(session, ALIPAY, f"{NOW}")
        assert booked is not None
        assert booked.provider is ALIPAY


def test_releasing_the_decisions_of_an_order_keeps_those_of_others(lite: Database) -> None:
    with lite.transaction() as session:
        over, other = (put(session, PaymentLine) for _ in range(2))
        payments.release_decisions(session, over["order_id"])
        held = {line.order_id: line.holds for line in session.exec(select(PaymentLine))}
        assert held == {over["order_id"]: False, other["order_id"]: True}


def test_refunds_of_a_day_and_unbilled_refunds_are_found(lite: Database) -> None:
    with lite.transaction() as session:
        first, second, third = (put(session, Refund, state="done", done_at=at) for at in (NOW - HOUR, NOW, NOW + DAY))
        assert ids(refunds.done_between(session, NOW, NOW + DAY)) == [second]
        assert ids(refunds.unbilled(session, done_before=NOW + DAY)) == [first, second]
        assert third


def test_current_photos_without_selfies_are_found_for_review(lite: Database) -> None:
    with lite.transaction() as session:
        filing = put(session, Filing)
        states = [("handheld", "ready"), ("scene", "looking"), ("handheld", "replaced"), ("selfie", "ready")]
        for at, (slot, state) in enumerate(states):
            put(session, Photo, filing_id=filing, slot=slot, state=state, at=NOW + at * HOUR, content_hash=f"{at}")
        assert {photo.slot: photo.state for photo in photos.current(session, filing).values()} == {
            "handheld": "ready",
            "scene": "looking",
        }
        assert not photos.was_used(session, content_hash="0")
        assert not photos.was_used(session)


CASES = [("waiting", 0), ("taken", 1), ("returned", 2), ("passed", 3), ("withdrawn", 4)]


def cases(session: Session, **values: Any) -> list[Any]:
    return [put(session, Review, status=status, round=at, **values) for status, at in CASES]


def test_the_last_decided_round_is_found_and_undecided_ones_are_withdrawn(lite: Database) -> None:
    with lite.transaction() as session:
        filing = put(session, Filing)
        rows = [put(session, Review, status=status, round=at, filing_id=filing) for status, at in CASES[1:]]
        other = cases(session, due_at=NOW + DAY)
        last = reviews.last_decided(session, filing)
        assert last is not None
        assert last.id == rows[2]
        reviews.withdraw(session, filing, at=NOW)
        session.expire_all()
        assert session.get_one(Review, rows[0]).status is ReviewStatus.WITHDRAWN
        assert session.get_one(Review, rows[1]).status is ReviewStatus.RETURNED
        assert session.get_one(Review, other[0]).status is ReviewStatus.WAITING


def test_current_staff_and_open_rule_proposals_are_found(lite: Database) -> None:
    with lite.transaction() as session:
        serving = put(session, StaffMember, roles="admin")
        put(session, StaffMember, roles="admin", ended_at=NOW)
        station = put(session, StaffMember, roles="station")
        both = put(session, StaffMember, roles="reviewer;admin;station")
        assert set(ids(members.with_role(session, StaffRole.ADMIN))) == {serving, both}
        assert set(ids(members.lock_serving(session))) == {serving, station, both}
        open_proposal = put(session, RuleProposal, proposed_by=serving)
        put(session, RuleProposal, proposed_by=serving, status="withdrawn", decided_by=serving, decided_at=NOW)
        assert ids(proposals.open_ones(session, RuleProposal)) == [open_proposal]


def test_violations_of_a_vehicle_in_one_state_are_found(lite: Database) -> None:
    with lite.transaction() as session:
        car = put(session, Vehicle)
        expected = put(session, Violation, vehicle_id=car)
        put(session, Violation, vehicle_id=car, state=ViolationState.PAID)
        assert ids(violations.of_vehicle(session, car, ViolationState.UNHANDLED)) == [expected]
        assert len(violations.of_vehicle(session, car)) == 2
