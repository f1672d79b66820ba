"""What a member of staff has sold, left, handed over or unbound stays their own matter, in every duty about a vehicle.

`data.filer` had the vehicle. Their second identity, with the same phone number, is a member of staff with every role.
"""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.services import objections
from bot.services.filing import endings
from bot.services.organisations import vehicles_of_staff
from bot.services.payments import order_matters
from bot.services.review import queue
from storage.filing import given_approvals
from storage.filing.filings import EndReason, FilingStatus
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.organisations import organisations
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.payments.payments import PaymentLine, PaymentOrder
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.own_builders import owned
from tests.storage.rows import put


def of_the_organisation(data: DataBuilder) -> Vehicle:
    company = put(data.session, Organisation)
    put(data.session, OrganisationMember, organisation_id=company, person_id=data.filer.id)
    return data.vehicle(None, owner_organisation_id=company)


def sold(data: DataBuilder) -> Vehicle:
    vehicle = owned(data)
    endings.end_all_of(data.session, vehicle, EndReason.OWNER_CHANGED, now=NOW)
    vehicle.owner_person_id = data.stranger.id
    data.session.flush()
    return vehicle


def unbound(data: DataBuilder) -> Vehicle:
    filing = data.filing(FilingStatus.ACTIVE, active_from=NOW - HOUR)
    endings.end(data.session, filing, EndReason.BY_FILER, by=data.filer.id, now=NOW)
    return data.car


def of_an_organisation_they_left(data: DataBuilder) -> Vehicle:
    vehicle = of_the_organisation(data)
    for member in data.session.exec(select(OrganisationMember)):
        organisations.end_membership(data.session, member, at=NOW)
    return vehicle


def sold_by_an_organisation_they_left(data: DataBuilder) -> Vehicle:
    vehicle = of_an_organisation_they_left(data)
    endings.end_all_of(data.session, vehicle, EndReason.OWNER_CHANGED, now=NOW)
    vehicle.owner_organisation_id, vehicle.owner_person_id = None, data.stranger.id
    data.session.flush()
    return vehicle


GIVEN_UP = [sold, unbound, of_an_organisation_they_left, sold_by_an_organisation_they_left]


@pytest.mark.parametrize("make", GIVEN_UP)
def test_a_vehicle_that_was_theirs_stays_their_own_matter(
    data: DataBuilder, own: Account, colleague: Account, make: Callable[[DataBuilder], Vehicle]
) -> None:
    vehicle = make(data)
    assert vehicles_of_staff.is_used(data.session, vehicle, by=own)
    assert not vehicles_of_staff.is_used(data.session, vehicle, by=colleague)
    assert vehicles_of_staff.is_used(data.session, vehicle, by=own, since=NOW - HOUR)
    assert not vehicles_of_staff.is_used(data.session, vehicle, by=own, since=NOW + HOUR)


@pytest.mark.parametrize("make", GIVEN_UP)
def test_objections_and_refunds_about_a_vehicle_that_was_theirs(
    data: DataBuilder, own: Account, make: Callable[[DataBuilder], Vehicle]
) -> None:
    vehicle = make(data)
    for occurred, is_own in ((NOW - HOUR, True), (NOW + HOUR, False)):
        violation = put(data.session, Violation, vehicle_id=vehicle.id, occurred_at=occurred)
        contested = put(
            data.session, Objection, violation_id=violation, person_id=data.stranger.id, sealed_said=b"", state="open"
        )
        paid = put(data.session, PaymentOrder, payer_id=data.stranger.id, amount=100)
        fined = put(data.session, Decision, violation_id=violation, vehicle_id=vehicle.id, person_id=data.stranger.id)
        put(data.session, PaymentLine, order_id=paid, decision_id=fined)
        order_paid = data.session.get_one(PaymentOrder, paid)
        assert (contested not in [each.id for each in objections.waiting(data.session, by=own)]) is is_own
        assert order_matters.is_own(data.session, order_paid, by=own) is is_own


def test_a_refund_of_somebody_elses_payment_of_their_fine_is_their_own(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    paid = put(data.session, PaymentOrder, payer_id=data.stranger.id, amount=100)
    fined = put(data.session, Decision, person_id=data.filer.id)
    put(data.session, PaymentLine, order_id=paid, decision_id=fined)
    order_paid = data.session.get_one(PaymentOrder, paid)
    assert order_matters.is_own(data.session, order_paid, by=own)
    assert not order_matters.is_own(data.session, order_paid, by=colleague)


def test_who_agreed_as_the_owner_does_not_review_after_leaving(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    vehicle = data.vehicle(data.owner)
    for way in ("approval", "code"):
        filing = data.filing(FilingStatus.CHECKING, vehicle_id=vehicle.id, filer_id=data.person().id)
        if way == "approval":
            data.approval(filing, owner_id=data.filer.id, status="approved")
        else:
            put(data.session, VehicleCode, filing_id=filing.id, made_by=data.filer.id, status="used")
        assert queue.is_own(data.session, filing, by=own)
        assert not queue.is_own(data.session, filing, by=colleague)
        assert given_approvals.who_agreed(data.session, filing.id) == [data.filer.id]


def test_a_vehicle_sold_before_the_application_makes_no_case_their_own(data: DataBuilder, own: Account) -> None:
    vehicle = sold(data)
    for applied, is_own in ((NOW - HOUR, True), (NOW + HOUR, False)):
        filing = data.filing(
            FilingStatus.CHECKING, vehicle_id=vehicle.id, filer_id=data.person().id, applied_at=applied
        )
        assert queue.is_own(data.session, filing, by=own) is is_own
