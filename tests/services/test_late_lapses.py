"""An application whose owner's time is over lapses with the next act about it, also while its timer is late."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from bot.services.filing import approvals, filings, lapses
from bot.services.filing.lapses import ApplicationLapsed
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import Filing, FilingStatus
from storage.identity import sms_codes
from storage.register.people import Person
from tests.services.builders import HOUR, NOW, DataBuilder

Act = Callable[[Session, Filing, Person], None]


def type_the_code(session: Session, filing: Filing, filer: Person) -> None:
    approvals.approve_by_code(session, filing, "123456", by=filer, now=NOW + HOUR)


def ask_for_another(session: Session, filing: Filing, filer: Person) -> None:
    approvals.resend(session, filing, by=filer, now=NOW + HOUR)


@pytest.mark.parametrize("act", [type_the_code, ask_for_another])
def test_an_act_of_the_filer_after_the_time_lets_it_lapse(data: DataBuilder, act: Act) -> None:
    filing = data.filing()
    asked = data.approval(filing)
    assert asked.expires_at == NOW + HOUR
    purpose, to = sms_codes.CodePurpose.OWNER_APPROVAL, data.owner.phone_index
    sms_codes.new(data.session, purpose, filing.id, to=to, digits="123456", at=NOW, expires_at=NOW + 2 * HOUR)
    with pytest.raises(ApplicationLapsed) as refused:
        act(data.session, filing, data.filer)
    assert refused.value.keeps
    assert (filing.status, asked.status) == (FilingStatus.LAPSED, ApprovalStatus.LAPSED)


def test_within_the_time_it_waits(data: DataBuilder) -> None:
    filing = data.filing()
    asked = data.approval(filing)
    lapses.require_waiting(data.session, filing, now=NOW)
    assert asked.status is ApprovalStatus.PENDING


def test_what_is_decided_does_not_lapse(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    data.approval(filing, status=ApprovalStatus.APPROVED)
    with pytest.raises(filings.ApplicationDecided) as refused:
        lapses.require_waiting(data.session, filing, now=NOW + HOUR)
    assert not isinstance(refused.value, ApplicationLapsed)
