"""Lost races: another transaction changed the row since it was read, and the second action is refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel, col

from bot.errors import NotYours, Refusal
from bot.services import objection_answers, objections
from bot.services.certificates import certificates, paper_copies, share_codes
from bot.services.filing import approvals, endings, filings, refusal_reasons, vehicle_codes
from bot.services.filing.refusal_reasons import RefusalReason
from bot.services.identity import sms_codes
from bot.services.organisations import organisations
from bot.services.payments import differences
from bot.services.review import appeals
from bot.services.violations import decisions, violations
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.certificates.share_codes import ShareCode
from storage.database import add
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import EndReason, Filing, FilingStatus, Relationship
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity import sms_codes as code_store
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.objections import Objection, ObjectionState
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.payments.bill_differences import BillDifference
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put


def meanwhile(data: DataBuilder, kind: type[SQLModel], row: UUID, **values: Any) -> None:
    """Update a row as another transaction does: the object in the session stays as it was read."""
    question = update(kind).where(col(kind.id) == row).values(**values)  # type: ignore[attr-defined]
    data.session.execute(question.execution_options(synchronize_session=False))


def row_of(data: DataBuilder, kind: type[Any], **values: Any) -> Any:
    return data.session.get_one(kind, put(data.session, kind, **values))


def test_ending_a_filing_that_the_other_person_ended_first_is_refused(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.ACTIVE)
    gone = {"vehicle_slot": None, "filer_slot": None}
    meanwhile(data, Filing, filing.id, status=FilingStatus.ENDED, **gone)
    with pytest.raises(filings.ApplicationDecided):
        endings.end(data.session, filing, EndReason.BY_OWNER, by=None, now=NOW)


def test_refusing_an_application_withdrawn_first_is_refused(data: DataBuilder) -> None:
    filing = data.filing()
    meanwhile(data, Filing, filing.id, status=FilingStatus.WITHDRAWN)
    with pytest.raises(filings.ApplicationDecided):
        filings.refuse(data.session, filing, now=NOW, why="owner")


@pytest.mark.parametrize("action", [approvals.approve, approvals.refuse], ids=["approve", "refuse"])
def test_answering_an_approval_answered_first_on_another_device_is_refused(data: DataBuilder, action: Any) -> None:
    asked = data.approval(data.filing())
    meanwhile(data, Approval, asked.id, status=ApprovalStatus.APPROVED)
    with pytest.raises(approvals.ApprovalClosed):
        action(data.session, asked.id, by=data.owner, now=NOW)


def test_applying_with_a_vehicle_code_cancelled_first_is_refused(data: DataBuilder) -> None:
    code = row_of(
        data, VehicleCode, vehicle_id=data.car.id, made_by=data.owner.id, status=VehicleCodeStatus.USED,
        used_by=data.filer.id, used_at=NOW, filing_id=None, file_id=None, expires_at=NOW + HOUR,
    )  # fmt: skip
    meanwhile(data, VehicleCode, code.id, status=VehicleCodeStatus.CANCELLED)
    with pytest.raises(vehicle_codes.VehicleCodeCancelled):
        vehicle_codes.apply(
            data.session, code.id, relationship=Relationship.FRIEND, relationship_text="", by=data.filer, lane="1:1",
            now=NOW,
        )  # fmt: skip


def test_passing_on_a_second_reason_of_a_refusal_is_refused(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.REFUSED)
    filing.return_reason = refusal_reasons.REFUSED
    asked = data.approval(filing)
    data.session.flush()
    meanwhile(data, Filing, filing.id, return_reason="owner-stranger")
    with pytest.raises(approvals.ApprovalClosed):
        refusal_reasons.pass_on(data.session, asked.id, RefusalReason.OWN_USE, by=data.owner, now=NOW)


def test_a_second_appeal_against_an_entry_is_refused(data: DataBuilder) -> None:
    listing = BlacklistEntry(person_id=data.filer.id, reason=FalseMaterial.ALTERED, proposed_at=NOW)
    listing.status, listing.until = BlacklistStatus.CONFIRMED, NOW + HOUR
    add(data.session, listing)
    data.filer.blacklisted_until = NOW + HOUR
    data.session.flush()
    meanwhile(data, BlacklistEntry, listing.id, appealed_at=NOW)
    with pytest.raises(appeals.AlreadyAppealed):
        appeals.appeal(data.session, data.filer, "it was not me", now=NOW)


def test_verifying_a_code_used_first_by_another_message_is_refused(data: DataBuilder) -> None:
    subject = data.filing().id
    code = code_store.new(
        data.session, CodePurpose.OWNER_APPROVAL, subject, to="x", digits="123456", at=NOW, expires_at=NOW + HOUR
    )
    meanwhile(data, SmsCode, code.id, used_at=NOW)
    with pytest.raises((sms_codes.CodeExpired, sms_codes.CodeTriesExhausted)):
        sms_codes.verify(data.session, CodePurpose.OWNER_APPROVAL, subject, "123456", by=None, now=NOW)


def test_verifying_a_code_sent_to_a_former_phone_number_is_refused(data: DataBuilder) -> None:
    subject = data.filing().id
    sms_codes.send(
        data.session, CodePurpose.PAYMENT, subject, phone=data.filer.phone, key="code-sent", by=None, now=NOW
    )
    with pytest.raises(sms_codes.CodeExpired):
        sms_codes.verify(data.session, CodePurpose.PAYMENT, subject, "123456", by=None, now=NOW, phone="+8613899999999")


def test_revoking_a_decision_revoked_first_is_refused(data: DataBuilder) -> None:
    decision = row_of(data, Decision, person_id=data.filer.id, vehicle_id=data.car.id)
    meanwhile(data, Decision, decision.id, state=DecisionState.REVOKED)
    with pytest.raises(violations.AlreadyHandled):
        decisions.revoke(data.session, decision, now=NOW)


def test_revoking_a_certificate_revoked_first_is_refused(data: DataBuilder) -> None:
    certificate = row_of(data, Certificate, vehicle_id=data.car.id)
    meanwhile(data, Certificate, certificate.id, status=CertificateStatus.REVOKED, closed_at=NOW)
    with pytest.raises(NotYours):
        certificates.revoke(data.session, certificate, by=data.owner.id, note="", now=NOW)


def test_answering_an_objection_answered_first_is_refused(data: DataBuilder) -> None:
    violation = put(data.session, Violation, vehicle_id=data.car.id)
    made = row_of(data, Objection, violation_id=violation, person_id=data.filer.id)
    meanwhile(data, Objection, made.id, state=ObjectionState.REJECTED)
    with pytest.raises(objections.ObjectionAnswered):
        objections.withdraw(data.session, made.id, by=data.filer, now=NOW)
    by = data.staff("reviewer")
    with pytest.raises(objections.ObjectionAnswered):
        objection_answers.answer(data.session, made.id, uphold=True, said="a good reason", by=by, now=NOW)


def firm(data: DataBuilder) -> tuple[UUID, OrganisationMember, OrganisationMember]:
    """An organisation, its administrator (the owner) and a user (the filer)."""
    of = put(data.session, Organisation)
    seats = {"role": MemberRole.ADMINISTRATOR, "organisation_seat": 0}
    one = row_of(data, OrganisationMember, organisation_id=of, person_id=data.owner.id, **seats)
    return of, one, row_of(data, OrganisationMember, organisation_id=of, person_id=data.filer.id)


def test_removing_a_user_who_left_first_is_refused(data: DataBuilder) -> None:
    of, _, user = firm(data)
    assert organisations.require_member(data.session, of, by=data.filer.id).member == user
    organisations.remove(data.session, of, user.id, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        organisations.remove(data.session, of, user.id, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        organisations.leave(data.session, of, by=data.filer, now=NOW)


def test_an_organisation_can_only_be_handed_over_to_its_user(data: DataBuilder) -> None:
    of, administrator, user = firm(data)
    _, _, stranger = firm_of_others(data)
    with pytest.raises(organisations.AlreadyMember):
        organisations.hand_over(data.session, of, administrator.id, by=data.owner, now=NOW)
    with pytest.raises(NotYours):
        organisations.hand_over(data.session, of, stranger.id, by=data.owner, now=NOW)
    assert organisations.hand_over(data.session, of, user.id, by=data.owner, now=NOW).organisation_seat == 0


def firm_of_others(data: DataBuilder) -> tuple[UUID, OrganisationMember, OrganisationMember]:
    data.owner, owner = data.person(), data.owner
    data.filer, filer = data.person(), data.filer
    made = firm(data)
    data.owner, data.filer = owner, filer
    return made


def test_cancelling_a_paper_copy_printed_first_is_refused(data: DataBuilder) -> None:
    certificate = put(data.session, Certificate, vehicle_id=data.car.id)
    values = {"vehicle_id": data.car.id, "certificate_id": certificate, "person_id": data.owner.id}
    copy = row_of(data, PaperCopy, **values)
    with pytest.raises(NotYours):
        paper_copies.cancel(data.session, copy.id, by=data.stranger, now=NOW)
    meanwhile(data, PaperCopy, copy.id, status=PaperStatus.PRINTED)
    with pytest.raises(paper_copies.PaperMoved):
        paper_copies.cancel(data.session, copy.id, by=data.owner, now=NOW)


def test_settling_a_bill_difference_settled_first_is_refused(data: DataBuilder) -> None:
    found = row_of(data, BillDifference)
    cashier = data.staff("cashier")
    meanwhile(data, BillDifference, found.id, settled_at=NOW)
    with pytest.raises(differences.DifferenceResolved):
        differences.resolve(data.session, found.id, by=cashier, now=NOW)


def test_revoking_a_share_code_revoked_first_or_of_another_person_is_refused(data: DataBuilder) -> None:
    values = {"vehicle_id": data.car.id, "made_by": data.owner.id, "expires_at": NOW + timedelta(days=1)}
    share = row_of(data, ShareCode, **values)
    with pytest.raises(NotYours):
        share_codes.revoke(data.session, share.id, by=data.stranger, now=NOW)
    data.car.owner_person_id = data.stranger.id
    data.session.flush()
    with pytest.raises(share_codes.ShareCodeEnded):
        share_codes.use(data.session, share, now=NOW)
    data.car.owner_person_id = data.owner.id
    data.session.flush()
    share_codes.use(data.session, share, now=NOW)
    meanwhile(data, ShareCode, share.id, revoked_at=NOW)
    for action in (
        lambda: share_codes.use(data.session, share, now=NOW),
        lambda: share_codes.revoke(data.session, share.id, by=data.owner, now=NOW),
    ):
        with pytest.raises(Refusal):
            action()
