"""What is not there and what is another's get one answer, and nobody without the role gets any."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from bot.errors import NotStaff, NotYours
from bot.services import objections
from bot.services.certificates import eligibility, paper_copies
from bot.services.filing import vehicle_codes
from bot.services.organisations import fleet, organisations
from bot.services.payments import payments, reconciliation, refunds
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
from tests.services.builders import HOUR, NOW, Street
from tests.storage.rows import put

PRINTED = PaperStatus.PRINTED
FOR_STAFF: dict[str, tuple[str, Callable[[Street, UUID, Account], Any]]] = {
    "a paper copy opened": (
        "station",
        lambda street, row, by: paper_copies.open_for_staff(street.session, row, by=by, now=NOW),
    ),
    "a paper copy printed": (
        "station",
        lambda street, row, by: paper_copies.advance(street.session, row, PRINTED, by=by, now=NOW),
    ),
    "an objection": ("reviewer", lambda street, row, by: objections.find(street.session, row, by=by)),
    "a refund": ("cashier", lambda street, row, by: refunds.find(street.session, row, by=by)),
    "a difference": (
        "cashier",
        lambda street, row, by: reconciliation.settle_difference(street.session, row, by=by, now=NOW),
    ),
}


@pytest.mark.parametrize(("role", "deed"), FOR_STAFF.values(), ids=FOR_STAFF)
def test_staff_find_what_is_there_and_others_nothing(
    street: Street, role: str, deed: Callable[[Street, UUID, Account], Any]
) -> None:
    with pytest.raises(NotYours):
        deed(street, uuid4(), street.staff(role))
    for somebody in (street.account(), street.staff("officer")):
        with pytest.raises(NotStaff):
            deed(street, uuid4(), somebody)


def test_one_of_the_roles_is_required(street: Street) -> None:
    wanted = (StaffRole.CASHIER, StaffRole.ADMIN)
    for role in ("cashier", "admin", "reviewer;admin"):
        by = street.staff(role)
        assert permissions.require(street.session, by, *wanted).telegram_id == by.telegram_id
        assert permissions.has_role(street.session, by, *wanted)
    for by in (street.staff("reviewer"), street.account()):
        assert not permissions.has_role(street.session, by, *wanted)
        with pytest.raises(NotStaff):
            permissions.require(street.session, by, *wanted)


def test_nobody_answers_his_own_objection(street: Street) -> None:
    violation = put(street.session, Violation, vehicle_id=street.car.id)
    made = put(street.session, Objection, violation_id=violation, person_id=street.filer.id)
    with pytest.raises(objections.OwnObjection):
        objections.find(street.session, made, by=street.staff("reviewer", person=street.filer))
    with pytest.raises(NotYours):
        objections.withdraw(street.session, made, by=street.stranger, now=NOW)
    assert objections.find(street.session, made, by=street.staff("reviewer")).id == made


def test_a_paper_copy_goes_one_step_after_the_other(street: Street) -> None:
    mark = put(street.session, Certificate, vehicle_id=street.car.id)
    values = {"vehicle_id": street.car.id, "certificate_id": mark, "person_id": street.owner.id}
    copy = put(street.session, PaperCopy, **values)
    by = street.staff("station")
    with pytest.raises(paper_copies.PaperMoved):
        paper_copies.advance(street.session, copy, PaperStatus.DONE, by=by, now=NOW)
    for tracking in ("", "12345", "SF 123456 ?", "x" * 41):
        with pytest.raises(paper_copies.BadTracking):
            paper_copies.advance(street.session, copy, PaperStatus.POSTED, by=by, now=NOW, tracking=tracking)


def refund(street: Street, **values: Any) -> Refund:
    order = put(street.session, PaymentOrder, payer_id=street.filer.id, state=OrderState.PAID)
    money = put(street.session, PaymentTransaction, order_id=order, amount=1_000_000, settles=True)
    row = put(street.session, Refund, transaction_ref=money, **{"amount": 1_000_000, **values})
    return street.session.get_one(Refund, row)


def test_a_cashier_lets_no_money_go_to_himself_nor_twice_nor_alone(street: Street) -> None:
    own = refund(street)
    with pytest.raises(refunds.OwnRefund):
        refunds.approve(street.session, own.id, by=street.staff("cashier", person=street.filer), now=NOW)
    one, other, third = (street.staff("cashier") for _ in range(3))
    assert not refunds.approve(street.session, own.id, by=one, now=NOW)
    with pytest.raises(refunds.SecondCashierNeeded):
        refunds.approve(street.session, own.id, by=one, now=NOW)
    assert refunds.approve(street.session, own.id, by=other, now=NOW)
    with pytest.raises(refunds.RefundAlreadyMoved):
        refunds.approve(street.session, own.id, by=third, now=NOW)


def test_an_order_is_its_payers(street: Street) -> None:
    order = put(street.session, PaymentOrder, payer_id=street.filer.id)
    assert payments.find(street.session, order, by=street.filer).id == order
    for somebody, row in ((street.owner, order), (street.stranger, order), (street.filer, uuid4())):
        with pytest.raises(NotYours):
            payments.find(street.session, row, by=somebody)


def test_a_vehicle_code_is_made_and_taken_back_by_the_owner(street: Street) -> None:
    for somebody in (street.filer, street.stranger):
        with pytest.raises(NotYours):
            vehicle_codes.create(street.session, street.car.id, by=somebody, lane="1:1", now=NOW)
    values = {"vehicle_id": street.car.id, "made_by": street.owner.id, "expires_at": NOW + HOUR}
    code = put(street.session, VehicleCode, **values)
    for somebody, row in ((street.filer, code), (street.owner, uuid4())):
        with pytest.raises(NotYours):
            vehicle_codes.cancel(street.session, row, by=somebody, now=NOW)


def test_records_of_another_car_are_not_chosen_with_this_one(street: Street) -> None:
    own = put(street.session, Violation, vehicle_id=street.car.id)
    strange = put(street.session, Violation, vehicle_id=street.vehicle(street.stranger).id)
    assert [each.id for each in violations.load_selected(street.session, street.car.id, [own])] == [own]
    for chosen in ([own, strange], [strange], [uuid4()]):
        with pytest.raises(NotYours):
            violations.load_selected(street.session, street.car.id, chosen)
    with pytest.raises(NotYours):
        violations.find(street.session, strange, by=street.owner)
    with pytest.raises(NotYours):
        violations.find(street.session, uuid4(), by=street.owner)


def test_a_filing_of_another_car_of_the_fleet_is_not_this_cars(street: Street) -> None:
    company = add(street.session, Organisation(credit_code="1", name="青山物流"))
    assert store.add_member(street.session, company.id, street.owner.id, seat=0, person_seat=0, at=NOW)
    acting = organisations.require_member(street.session, company.id, by=street.owner.id)
    one, other = (street.vehicle(None, owner_organisation_id=company.id) for _ in range(2))
    made = street.filing(vehicle_id=one.id)
    assert fleet.find_filing(street.session, acting, one.id, made.id) == made
    for car, filing_id in ((other.id, made.id), (street.car.id, made.id), (one.id, uuid4())):
        with pytest.raises(NotYours):
            fleet.find_filing(street.session, acting, car, filing_id)


def test_an_entry_that_is_not_there_is_decided_by_nobody(street: Street) -> None:
    with pytest.raises(blacklist.ListingDecided):
        blacklist.find(street.session, uuid4(), by=street.staff("reviewer"))


def test_what_is_over_is_not_appealed_against(street: Street) -> None:
    barred = street.person(blacklisted_until=NOW + HOUR)
    assert appeals.appealable(street.session, barred, now=NOW).person_id == barred.id
    with pytest.raises(appeals.NotListed):
        appeals.appealable(street.session, barred, now=NOW + HOUR)


def test_a_car_without_its_first_day_gets_no_mark_and_is_told_why(street: Street) -> None:
    (problem,) = eligibility.unmet_conditions(street.session, street.car, now=NOW)
    assert isinstance(problem, eligibility.RegisterIncomplete)


def test_a_case_that_is_not_there_is_no_case(street: Street) -> None:
    with pytest.raises(queue.NoSuchCase):
        queue.of_review(street.session, uuid4())
    with pytest.raises(queue.NoSuchCase):
        queue.by_number(street.session, 999)
