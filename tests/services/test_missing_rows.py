"""Missing rows and rows of others are refused alike, and people without the role are refused first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.errors import NotStaff, NotYours
from bot.services import objections
from bot.services.certificates import eligibility, paper_copies
from bot.services.filing import vehicle_codes
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.organisations import fleet, organisations
from bot.services.payments import differences, payments, refunds
from bot.services.review import appeals, blacklist, queue
from bot.services.staff import permissions
from bot.services.violations import violations
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.database import add
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.organisations import organisations as store
from storage.organisations.organisations import Organisation
from storage.payments.payments import OrderState, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole
from storage.violations.violations import Violation
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put

PRINTED = PaperStatus.PRINTED
FOR_STAFF: dict[str, tuple[str, Callable[[DataBuilder, UUID, Account], Any]]] = {
    "a paper copy opened": (
        "station",
        lambda data, row, by: paper_copies.open_for_staff(data.session, row, by=by, now=NOW),
    ),
    "a paper copy printed": (
        "station",
        lambda data, row, by: paper_copies.advance(data.session, row, PRINTED, by=by, now=NOW),
    ),
    "an objection": ("reviewer", lambda data, row, by: objections.find(data.session, row, by=by)),
    "a refund": ("cashier", lambda data, row, by: refunds.find(data.session, row, by=by)),
    "a difference": (
        "cashier",
        lambda data, row, by: differences.resolve(data.session, row, by=by, now=NOW),
    ),
}


@pytest.mark.parametrize(("role", "action"), FOR_STAFF.values(), ids=FOR_STAFF)
def test_staff_find_existing_rows_and_others_are_refused(
    data: DataBuilder, role: str, action: Callable[[DataBuilder, UUID, Account], Any]
) -> None:
    with pytest.raises(NotYours):
        action(data, uuid4(), data.staff(role))
    for somebody in (data.account(), data.staff("officer")):
        with pytest.raises(NotStaff):
            action(data, uuid4(), somebody)


def test_one_of_the_roles_is_required(data: DataBuilder) -> None:
    wanted = (StaffRole.CASHIER, StaffRole.ADMIN)
    for role in ("cashier", "admin", "reviewer;admin"):
        by = data.staff(role)
        assert permissions.require(data.session, by, *wanted).telegram_id == by.telegram_id
        assert permissions.has_role(data.session, by, *wanted)
    for by in (data.staff("reviewer"), data.account()):
        assert not permissions.has_role(data.session, by, *wanted)
        with pytest.raises(NotStaff):
            permissions.require(data.session, by, *wanted)


def test_staff_cannot_answer_their_own_objection(data: DataBuilder) -> None:
    violation = put(data.session, Violation, vehicle_id=data.car.id)
    made = put(data.session, Objection, violation_id=violation, person_id=data.filer.id)
    with pytest.raises(objections.OwnObjection):
        objections.find(data.session, made, by=data.staff("reviewer", person=data.filer))
    with pytest.raises(NotYours):
        objections.withdraw(data.session, made, by=data.stranger, now=NOW)
    assert objections.find(data.session, made, by=data.staff("reviewer")).id == made


def test_a_paper_copy_changes_status_step_by_step(data: DataBuilder) -> None:
    certificate = put(data.session, Certificate, vehicle_id=data.car.id)
    values = {"vehicle_id": data.car.id, "certificate_id": certificate, "person_id": data.owner.id}
    copy = put(data.session, PaperCopy, **values)
    by = data.staff("station")
    with pytest.raises(paper_copies.PaperMoved):
        paper_copies.advance(data.session, copy, PaperStatus.DONE, by=by, now=NOW)
    for tracking in ("", "12345", "SF 123456 ?", "x" * 41):
        with pytest.raises(paper_copies.InvalidTracking):
            paper_copies.advance(data.session, copy, PaperStatus.POSTED, by=by, now=NOW, tracking=tracking)


def refund(data: DataBuilder, **values: Any) -> Refund:
    order = put(data.session, PaymentOrder, payer_id=data.filer.id, state=OrderState.PAID)
    money = put(data.session, PaymentTransaction, order_id=order, amount=1_000_000, settles=True)
    row = put(data.session, Refund, transaction_ref=money, **{"amount": 1_000_000, **values})
    return data.session.get_one(Refund, row)


def test_a_cashier_cannot_approve_their_own_refund_or_approve_twice_or_alone(data: DataBuilder) -> None:
    own = refund(data)
    with pytest.raises(refunds.OwnRefund):
        refunds.approve(data.session, own.id, by=data.staff("cashier", person=data.filer), now=NOW)
    one, other, third = (data.staff("cashier") for _ in range(3))
    assert not refunds.approve(data.session, own.id, by=one, now=NOW)
    with pytest.raises(refunds.SecondCashierNeeded):
        refunds.approve(data.session, own.id, by=one, now=NOW)
    assert refunds.approve(data.session, own.id, by=other, now=NOW)
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds.approve(data.session, own.id, by=third, now=NOW)


def test_only_the_payer_finds_an_order(data: DataBuilder) -> None:
    order = put(data.session, PaymentOrder, payer_id=data.filer.id)
    assert payments.find(data.session, order, by=data.filer).id == order
    for somebody, row in ((data.owner, order), (data.stranger, order), (data.filer, uuid4())):
        with pytest.raises(NotYours):
            payments.find(data.session, row, by=somebody)


def test_only_the_owner_creates_and_cancels_a_vehicle_code(data: DataBuilder) -> None:
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            vehicle_codes.create(data.session, data.car.id, by=somebody, lane="1:1", now=NOW)
    values = {"vehicle_id": data.car.id, "made_by": data.owner.id, "expires_at": NOW + HOUR}
    code = put(data.session, VehicleCode, **values)
    for somebody, row in ((data.filer, code), (data.owner, uuid4())):
        with pytest.raises(NotYours):
            vehicle_codes.cancel(data.session, row, by=somebody, now=NOW)


def test_violations_of_another_vehicle_cannot_be_chosen(data: DataBuilder) -> None:
    own = put(data.session, Violation, vehicle_id=data.car.id)
    strange = put(data.session, Violation, vehicle_id=data.vehicle(data.stranger).id)
    assert [each.id for each in violations.load_selected(data.session, HeldVehicle(data.car, None), [own])] == [own]
    for chosen in ([own, strange], [strange], [uuid4()]):
        with pytest.raises(NotYours):
            violations.load_selected(data.session, HeldVehicle(data.car, None), chosen)
    with pytest.raises(NotYours):
        violations.find(data.session, strange, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        violations.find(data.session, uuid4(), by=data.owner, now=NOW)


def test_a_filing_is_found_only_under_its_own_vehicle(data: DataBuilder) -> None:
    company = add(data.session, Organisation(credit_code="1", name="青山物流"))
    assert store.add_member(data.session, company.id, data.owner.id, seat=0, person_seat=0, at=NOW)
    acting = organisations.require_member(data.session, company.id, by=data.owner.id)
    one, other = (data.vehicle(None, owner_organisation_id=company.id) for _ in range(2))
    made = data.filing(vehicle_id=one.id)
    assert fleet.find_filing(data.session, acting, one.id, made.id) == made
    for car, filing_id in ((other.id, made.id), (data.car.id, made.id), (one.id, uuid4())):
        with pytest.raises(NotYours):
            fleet.find_filing(data.session, acting, car, filing_id)


def test_a_missing_blacklist_entry_cannot_be_decided(data: DataBuilder) -> None:
    with pytest.raises(blacklist.EntryDecided):
        blacklist.find(data.session, uuid4(), by=data.staff("reviewer"))


def test_an_ended_blacklist_entry_cannot_be_appealed(data: DataBuilder) -> None:
    barred = data.person(blacklisted_until=NOW + HOUR)
    assert appeals.appealable(data.session, barred, now=NOW).person_id == barred.id
    with pytest.raises(appeals.NotListed):
        appeals.appealable(data.session, barred, now=NOW + HOUR)


def test_a_vehicle_without_registration_date_gets_no_certificate_and_the_reason_is_given(data: DataBuilder) -> None:
    (problem,) = eligibility.unmet_conditions(data.session, data.car, now=NOW)
    assert isinstance(problem, eligibility.RegisterIncomplete)


def test_a_missing_case_is_not_found(data: DataBuilder) -> None:
    with pytest.raises(queue.NoSuchCase):
        queue.of_review(data.session, uuid4())
    with pytest.raises(queue.NoSuchCase):
        queue.by_number(data.session, 999)
