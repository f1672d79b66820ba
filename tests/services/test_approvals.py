"""The owner's answer: his alone, while it is open, and never after the case has gone on."""

import pytest

from bot.errors import NotYours
from bot.services.filing import approvals, eligibility, filings
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import FilingStatus
from storage.identity import sms_codes
from tests.services.builders import HOUR, NOW, Street


def test_the_question_is_the_owners(street: Street) -> None:
    asked = street.approval(street.filing())
    assert approvals.find_open(street.session, asked.id, by=street.owner, now=NOW) == asked
    for somebody in (street.filer, street.stranger):
        with pytest.raises(NotYours):
            approvals.find_open(street.session, asked.id, by=somebody, now=NOW)


@pytest.mark.parametrize("status", [status for status in ApprovalStatus if status is not ApprovalStatus.PENDING])
def test_an_answered_question_is_closed(street: Street, status: ApprovalStatus) -> None:
    asked = street.approval(street.filing(), status=status)
    with pytest.raises(approvals.ApprovalClosed):
        approvals.find_open(street.session, asked.id, by=street.owner, now=NOW)


def test_a_question_closes_at_its_hour(street: Street) -> None:
    asked = street.approval(street.filing())
    with pytest.raises(approvals.ApprovalClosed):
        approvals.find_open(street.session, asked.id, by=street.owner, now=NOW + HOUR)


def test_no_code_goes_out_or_counts_once_the_case_has_gone_on(street: Street) -> None:
    filing = street.filing(FilingStatus.CHECKING)
    street.approval(filing)
    with pytest.raises(filings.ApplicationDecided):
        approvals.resend(street.session, filing, by=street.filer, now=NOW)
    sms_codes.new(
        street.session,
        sms_codes.CodePurpose.OWNER_CONSENT,
        filing.id,
        to="x",
        digits="123456",
        at=NOW,
        expires_at=NOW + HOUR,
    )
    with pytest.raises(filings.ApplicationDecided):
        approvals.approve_by_code(street.session, filing, "123456", by=street.filer, now=NOW)


def test_no_code_goes_to_an_owner_without_a_phone(street: Street) -> None:
    filing = street.filing()
    street.approval(filing)
    street.owner.phone = ""
    street.session.add(street.owner)
    with pytest.raises(eligibility.OwnerUnreachable):
        approvals.resend(street.session, filing, by=street.filer, now=NOW)


def test_only_the_owner_blocks_or_limits(street: Street) -> None:
    asked = street.approval(street.filing(FilingStatus.ACTIVE))
    for somebody in (street.filer, street.stranger):
        with pytest.raises(NotYours):
            approvals.block(street.session, asked.id, by=somebody, now=NOW)
        with pytest.raises(NotYours):
            approvals.set_term(street.session, asked.id, approvals.TERM_DAYS[0], by=somebody, now=NOW)
    with pytest.raises(NotYours):
        approvals.set_term(street.session, asked.id, 10_000, by=street.owner, now=NOW)
    assert approvals.set_term(street.session, asked.id, approvals.TERM_DAYS[0], by=street.owner, now=NOW).term_until


@pytest.mark.parametrize("status", [FilingStatus.WITHDRAWN, FilingStatus.REFUSED, FilingStatus.ENDED])
def test_what_is_over_gets_no_term(street: Street, status: FilingStatus) -> None:
    asked = street.approval(street.filing(status))
    with pytest.raises(filings.ApplicationDecided):
        approvals.set_term(street.session, asked.id, approvals.TERM_DAYS[0], by=street.owner, now=NOW)
