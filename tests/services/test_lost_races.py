"""Somebody else was faster: the row has moved on in the store since it was read, and the second deed does nothing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel, col

from bot.errors import NotYours, Refusal
from bot.services import objections
from bot.services.certificates import certificates, paper_copies, share_codes
from bot.services.filing import approvals, filings
from bot.services.identity import sms_codes
from bot.services.organisations import organisations
from bot.services.payments import reconciliation
from bot.services.review import appeals
from bot.services.violations import decisions, violations
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.certificates.share_codes import ShareCode
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.identity import sms_codes as code_store
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.objections import Objection, ObjectionState
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.payments.bill_differences import BillDifference
from storage.review import blacklist as blacklist_store
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services.builders import HOUR, NOW, Street
from tests.storage.rows import put


def meanwhile(street: Street, kind: type[SQLModel], row: UUID, **values: Any) -> None:
    """Change a row as another connection would: what was read of it stays as it was read."""
    question = update(kind).where(col(kind.id) == row).values(**values)  # type: ignore[attr-defined]
    street.session.execute(question.execution_options(synchronize_session=False))


def row_of(street: Street, kind: type[Any], **values: Any) -> Any:
    return street.session.get_one(kind, put(street.session, kind, **values))


def test_a_filing_ended_by_the_other_side(street: Street) -> None:
    filing = street.filing(FilingStatus.ACTIVE)
    gone = {"vehicle_slot": None, "filer_slot": None}
    meanwhile(street, Filing, filing.id, status=FilingStatus.ENDED, **gone)
    with pytest.raises(filings.ApplicationDecided):
        filings.end(street.session, filing, EndReason.BY_OWNER, by=None, now=NOW)


def test_an_application_withdrawn_as_the_owner_refuses(street: Street) -> None:
    filing = street.filing()
    meanwhile(street, Filing, filing.id, status=FilingStatus.WITHDRAWN)
    with pytest.raises(filings.ApplicationDecided):
        filings.refuse(street.session, filing, now=NOW, why="owner")


@pytest.mark.parametrize("deed", [approvals.approve, approvals.refuse], ids=["approve", "refuse"])
def test_a_question_answered_on_another_device(street: Street, deed: Any) -> None:
    asked = street.approval(street.filing())
    meanwhile(street, Approval, asked.id, status=ApprovalStatus.APPROVED)
    with pytest.raises(approvals.ApprovalClosed):
        deed(street.session, asked.id, by=street.owner, now=NOW)


def test_an_entry_appealed_against_already(street: Street) -> None:
    listing = BlacklistEntry(person_id=street.filer.id, reason=FalseMaterial.ALTERED, proposed_at=NOW)
    listing.status, listing.until = BlacklistStatus.CONFIRMED, NOW + HOUR
    blacklist_store.new(street.session, listing)
    street.filer.blacklisted_until = NOW + HOUR
    street.session.flush()
    meanwhile(street, BlacklistEntry, listing.id, appealed_at=NOW)
    with pytest.raises(appeals.AlreadyAppealed):
        appeals.appeal(street.session, street.filer, "it was not me", now=NOW)


def test_a_code_typed_in_two_messages_at_once(street: Street) -> None:
    subject = street.filing().id
    code = code_store.new(
        street.session, CodePurpose.OWNER_CONSENT, subject, to="x", digits="123456", at=NOW, expires_at=NOW + HOUR
    )
    meanwhile(street, SmsCode, code.id, used_at=NOW)
    with pytest.raises((sms_codes.CodeExpired, sms_codes.CodeTriesExhausted)):
        sms_codes.verify(street.session, CodePurpose.OWNER_CONSENT, subject, "123456", by=None, now=NOW)


def test_a_code_that_went_to_a_number_he_has_no_more(street: Street) -> None:
    subject = street.filing().id
    sms_codes.send(
        street.session, CodePurpose.PAYMENT, subject, phone=street.filer.phone, key="code-sent", by=None, now=NOW
    )
    with pytest.raises(sms_codes.CodeExpired):
        sms_codes.verify(
            street.session, CodePurpose.PAYMENT, subject, "123456", by=None, now=NOW, phone="+8613899999999"
        )


def test_a_decision_revoked_already(street: Street) -> None:
    decision = row_of(street, Decision, person_id=street.filer.id, vehicle_id=street.car.id)
    meanwhile(street, Decision, decision.id, state=DecisionState.REVOKED)
    with pytest.raises(violations.AlreadyHandled):
        decisions.revoke(street.session, decision, now=NOW)


def test_a_mark_withdrawn_already(street: Street) -> None:
    mark = row_of(street, Certificate, vehicle_id=street.car.id)
    meanwhile(street, Certificate, mark.id, status=CertificateStatus.REVOKED, closed_at=NOW)
    with pytest.raises(NotYours):
        certificates.revoke(street.session, mark, by=street.owner.id, note="", now=NOW)


def test_an_objection_answered_already(street: Street) -> None:
    violation = put(street.session, Violation, vehicle_id=street.car.id)
    made = row_of(street, Objection, violation_id=violation, person_id=street.filer.id)
    meanwhile(street, Objection, made.id, state=ObjectionState.REJECTED)
    with pytest.raises(objections.ObjectionAnswered):
        objections.withdraw(street.session, made.id, by=street.filer, now=NOW)
    with pytest.raises(objections.ObjectionAnswered):
        objections.answer(
            street.session, made.id, uphold=True, said="a good reason", by=street.staff("reviewer"), now=NOW
        )


def firm(street: Street) -> tuple[UUID, OrganisationMember, OrganisationMember]:
    """An organisation, its administrator (the owner) and a user (the filer)."""
    of = put(street.session, Organisation)
    seats = {"role": MemberRole.ADMINISTRATOR, "organisation_seat": 0}
    one = row_of(street, OrganisationMember, organisation_id=of, person_id=street.owner.id, **seats)
    return of, one, row_of(street, OrganisationMember, organisation_id=of, person_id=street.filer.id)


def test_a_user_who_has_left_already(street: Street) -> None:
    of, _, user = firm(street)
    assert organisations.require_member(street.session, of, by=street.filer.id).member == user
    organisations.remove(street.session, of, user.id, by=street.owner, now=NOW)
    with pytest.raises(NotYours):
        organisations.remove(street.session, of, user.id, by=street.owner, now=NOW)
    with pytest.raises(NotYours):
        organisations.leave(street.session, of, by=street.filer, now=NOW)


def test_an_organisation_is_handed_over_to_a_user_of_it(street: Street) -> None:
    of, administrator, user = firm(street)
    _, _, stranger = firm_of_others(street)
    with pytest.raises(organisations.AlreadyMember):
        organisations.hand_over(street.session, of, administrator.id, by=street.owner, now=NOW)
    with pytest.raises(NotYours):
        organisations.hand_over(street.session, of, stranger.id, by=street.owner, now=NOW)
    assert organisations.hand_over(street.session, of, user.id, by=street.owner, now=NOW).organisation_seat == 0


def firm_of_others(street: Street) -> tuple[UUID, OrganisationMember, OrganisationMember]:
    street.owner, owner = street.person(), street.owner
    street.filer, filer = street.person(), street.filer
    made = firm(street)
    street.owner, street.filer = owner, filer
    return made


def test_a_paper_copy_printed_as_it_is_taken_back(street: Street) -> None:
    mark = put(street.session, Certificate, vehicle_id=street.car.id)
    values = {"vehicle_id": street.car.id, "certificate_id": mark, "person_id": street.owner.id}
    copy = row_of(street, PaperCopy, **values)
    with pytest.raises(NotYours):
        paper_copies.cancel(street.session, copy.id, by=street.stranger, now=NOW)
    meanwhile(street, PaperCopy, copy.id, status=PaperStatus.PRINTED)
    with pytest.raises(paper_copies.PaperMoved):
        paper_copies.cancel(street.session, copy.id, by=street.owner, now=NOW)


def test_a_difference_settled_already(street: Street) -> None:
    found = row_of(street, BillDifference)
    cashier = street.staff("cashier")
    meanwhile(street, BillDifference, found.id, settled_at=NOW)
    with pytest.raises(reconciliation.DifferenceSettled):
        reconciliation.settle_difference(street.session, found.id, by=cashier, now=NOW)


def test_a_share_taken_back_already_or_made_by_another(street: Street) -> None:
    values = {"vehicle_id": street.car.id, "made_by": street.owner.id, "expires_at": NOW + timedelta(days=1)}
    share = row_of(street, ShareCode, **values)
    with pytest.raises(NotYours):
        share_codes.revoke(street.session, share.id, by=street.stranger, now=NOW)
    street.car.owner_person_id = street.stranger.id
    street.session.flush()
    with pytest.raises(share_codes.ShareCodeEnded):
        share_codes.use(street.session, share, now=NOW)
    street.car.owner_person_id = street.owner.id
    street.session.flush()
    share_codes.use(street.session, share, now=NOW)
    meanwhile(street, ShareCode, share.id, revoked_at=NOW)
    for deed in (
        lambda: share_codes.use(street.session, share, now=NOW),
        lambda: share_codes.revoke(street.session, share.id, by=street.owner, now=NOW),
    ):
        with pytest.raises(Refusal):
            deed()
