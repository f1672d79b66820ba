"""No member of staff sees or decides a matter of their own: it is left out of lists and refused, in every duty.

`data.filer` has the matter. Their second identity, with the same phone number, is a member of staff with every role.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from bot.errors import OwnMatter
from bot.services import objections
from bot.services.certificates import issue_revoke, lookup, paper_copies, verification
from bot.services.organisations import vehicles_of_staff
from bot.services.payments import differences, refund_numbers, refunds, refunds_elsewhere, undone_payments
from bot.services.review import blacklist
from bot.services.review.queue import OwnCase
from bot.services.staff import work_inbox
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay
from storage.certificates.views import ViewerRole, ViewWay
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import RefundReason, RefundWay
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import notified, owned, review
from tests.storage.rows import put

Act = Callable[[Account], object]


def test_the_inbox_says_nothing_of_an_own_case(data: DataBuilder, own: Account, colleague: Account) -> None:
    review(data)
    assert work_inbox.inbox(data.session, by=own, now=NOW).total == 0
    assert work_inbox.inbox(data.session, by=colleague, now=NOW).total == 1


def test_an_own_entry_of_the_blacklist_is_left_out_and_refused(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    proposed = put(data.session, BlacklistEntry, person_id=data.filer.id)
    done = {"status": "confirmed", "until": NOW + timedelta(days=9)}
    appealed = put(data.session, BlacklistEntry, person_id=data.filer.id, appealed_at=NOW, **done)
    assert blacklist.waiting(data.session, by=own) == ([], [])
    assert [len(each) for each in blacklist.waiting(data.session, by=colleague)] == [1, 1]
    for entry in (proposed, appealed):
        with pytest.raises(OwnCase):
            blacklist.find(data.session, entry, by=own)
        assert blacklist.find(data.session, entry, by=colleague).id == entry
        row = data.session.get_one(BlacklistEntry, entry)
        assert not blacklist.may_decide(data.session, row, by=own)
        assert blacklist.may_decide(data.session, row, by=colleague)


def test_an_entry_about_a_case_of_ones_own_is_ones_own(data: DataBuilder, own: Account) -> None:
    vehicle = data.vehicle(data.filer)
    about = review(data, "returned", vehicle_id=vehicle.id, filer_id=data.stranger.id)
    entry = put(data.session, BlacklistEntry, person_id=data.stranger.id, review_id=about)
    with pytest.raises(OwnCase):
        blacklist.find(data.session, entry, by=own)


def objection(data: DataBuilder, by: Person, vehicle: Vehicle, fined: Person | None = None) -> UUID:
    violation = put(data.session, Violation, vehicle_id=vehicle.id)
    if fined is not None:
        put(data.session, Decision, violation_id=violation, person_id=fined.id)
    found: UUID = put(data.session, Objection, violation_id=violation, person_id=by.id, sealed_said=b"")
    return found


def test_own_objections_are_left_out_and_refused(data: DataBuilder, own: Account, colleague: Account) -> None:
    filed = data.vehicle(data.owner)
    data.filing(FilingStatus.ACTIVE, vehicle_id=filed.id)
    mine = [
        objection(data, data.filer, data.car),
        objection(data, data.stranger, data.vehicle(data.filer)),
        objection(data, data.stranger, filed),
        objection(data, data.stranger, data.car, fined=data.filer),
    ]
    other = objection(data, data.stranger, data.car)
    assert [each.id for each in objections.waiting(data.session, by=own)] == [other]
    assert len(objections.waiting(data.session, by=colleague)) == 5
    for each in mine:
        with pytest.raises(objections.OwnObjection):
            objections.find(data.session, each, by=own)
        assert objections.find(data.session, each, by=colleague).id == each


def test_reviewers_hear_of_objections_that_are_not_their_own(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    cashier = data.staff("cashier")
    violation = put(data.session, Violation, vehicle_id=owned(data).id)
    objections.make(data.session, violation, "It was not my car.", [], by=data.filer, now=NOW)
    assert notified(data, colleague, "objection.made")
    assert not notified(data, own, "objection.made")
    assert not notified(data, cashier, "objection.made")


def order(data: DataBuilder) -> PaymentOrder:
    return data.session.get_one(PaymentOrder, put(data.session, PaymentOrder, payer_id=data.filer.id, amount=100))


@pytest.mark.parametrize("is_matched", [True, False])
def test_own_refunds_are_left_out_refused_and_not_announced(
    data: DataBuilder, own: Account, colleague: Account, is_matched: bool
) -> None:
    """Money that came under the number of an own order at another provider is matched with no order."""
    about = order(data)
    paid = put(
        data.session,
        PaymentTransaction,
        order_id=about.id if is_matched else None,
        order_number=about.number,
        amount=100,
    )
    transaction = data.session.get_one(PaymentTransaction, paid)
    refund = refunds.propose(data.session, transaction, 100, RefundReason.DOUBLE, about=paid, now=NOW)
    assert refund.payer_person == (data.filer.id if is_matched else None)
    assert refunds.waiting(data.session, by=own) == []
    assert refunds.waiting(data.session, by=colleague) == [refund]
    ways: list[Act] = [
        lambda by: refunds.find(data.session, refund.id, by=by),
        lambda by: refund_numbers.find_by_number(data.session, str(refund.number), by=by),
        lambda by: refunds.require_may_approve(data.session, refund.id, by=by),
        lambda by: refunds_elsewhere.pay_back(data.session, refund.id, RefundWay.CASH, "V-1234", by=by, now=NOW),
    ]
    for find in ways:
        with pytest.raises(refunds.OwnRefund):
            find(own)
        assert find(colleague) == refund
    assert notified(data, colleague, "refund.waits")
    assert not notified(data, own, "refund.waits")


def test_own_differences_are_left_out_and_refused(data: DataBuilder, own: Account, colleague: Account) -> None:
    row = put(data.session, BillDifference, order_number=order(data).number)
    assert differences.open_ones(data.session, by=own) == []
    assert [each.id for each in differences.open_ones(data.session, by=colleague)] == [row]
    acts: list[Act] = [
        lambda by: differences.find(data.session, row, by=by),
        lambda by: differences.resolve(data.session, row, by=by, now=NOW),
    ]
    for act in acts:
        with pytest.raises(OwnMatter):
            act(own)
        act(colleague)
    for by, refused in ((own, OwnMatter), (colleague, differences.DifferenceResolved)):
        with pytest.raises(refused):
            undone_payments.make_due(data.session, row, "00000001", by=by, now=NOW)


def filed(data: DataBuilder) -> Vehicle:
    data.filing(FilingStatus.ACTIVE)
    return data.car


def of_the_organisation(data: DataBuilder) -> Vehicle:
    company = put(data.session, Organisation)
    put(data.session, OrganisationMember, organisation_id=company, person_id=data.filer.id)
    return data.vehicle(None, owner_organisation_id=company)


@pytest.mark.parametrize("make", [owned, filed, of_the_organisation])
def test_certificates_of_own_vehicles_are_not_issued_revoked_or_looked_up(
    data: DataBuilder, own: Account, colleague: Account, make: Callable[[DataBuilder], Vehicle]
) -> None:
    vehicle = make(data)
    assert vehicles_of_staff.is_used(data.session, vehicle, by=own)
    assert not vehicles_of_staff.is_used(data.session, vehicle, by=colleague)
    acts: list[Act] = [
        lambda by: issue_revoke.check(data.session, vehicle.plate, by=by, now=NOW),
        lambda by: issue_revoke.issue(data.session, vehicle.id, "2027-05", by=by, now=NOW),
        lambda by: issue_revoke.revoke(data.session, f"{vehicle.plate} false paper", by=by, now=NOW),
        lambda by: lookup.look_up(data.session, vehicle.plate, by=by, now=NOW),
    ]
    for act in acts:
        with pytest.raises(OwnMatter):
            act(own)
    assert lookup.look_up(data.session, vehicle.plate, by=colleague, now=NOW)


def test_a_look_up_leaves_out_the_own_vehicle_with_this_plate(data: DataBuilder, own: Account) -> None:
    mine = owned(data)
    other = Vehicle(plate_type="52", plate=mine.plate, owner_person_id=data.stranger.id, engine_index="")
    other.engine_number, other.vin = "A123456", "V"
    data.session.add(other)
    data.session.flush()
    assert [each.vehicle for each in lookup.look_up(data.session, mine.plate, by=own, now=NOW)] == [other]


def test_an_officer_verifies_an_own_certificate_as_any_user(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    vehicle = owned(data)
    for by, role in ((own, ViewerRole.USER), (colleague, ViewerRole.OFFICER)):
        request = verification.ViewRequest(ViewWay.PLATE, by, ViewerRole.OFFICER, NOW)
        assert verification._as_holder(data.session, vehicle, request).role is role


def test_paper_copies_of_ones_own_are_left_out_and_refused(data: DataBuilder, own: Account, colleague: Account) -> None:
    pick_up = {"way": PaperWay.PICK_UP.value, "certificate_id": put(data.session, Certificate)}
    requested = put(data.session, PaperCopy, person_id=data.filer.id, vehicle_id=data.car.id, **pick_up)
    of_own_vehicle = put(data.session, PaperCopy, person_id=data.stranger.id, vehicle_id=owned(data).id, **pick_up)
    assert paper_copies.open_requests(data.session, by=own) == []
    assert len(paper_copies.open_requests(data.session, by=colleague)) == 2
    for copy in (requested, of_own_vehicle):
        with pytest.raises(OwnMatter):
            paper_copies.open_for_staff(data.session, copy, by=own, now=NOW)
        with pytest.raises(OwnMatter):
            paper_copies.advance(data.session, copy, PaperStatus.PRINTED, by=own, now=NOW)
        with pytest.raises(OwnMatter):
            paper_copies.void(data.session, copy, by=own, now=NOW)
        paper_copies.open_for_staff(data.session, copy, by=colleague, now=NOW)
        paper_copies.advance(data.session, copy, PaperStatus.PRINTED, by=colleague, now=NOW)
