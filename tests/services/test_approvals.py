"""Owner approvals: answered by the owner only, while they are pending, and never after the application is decided."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from bot.card import Card
from bot.cards.filing import approvals as cards
from bot.cards.filing.notifications import unverified_owner
from bot.cards.notification import NotificationDefinition, Reader
from bot.errors import NotYours
from bot.services.filing import approvals, eligibility, filings
from bot.services.filing.applicants import ApplicantSpeaks
from bot.services.identity import phone_changes
from bot.services.identity.sms_codes import CodeExpired
from bot.services.organisations import unverified_filers
from bot.texts import LANGUAGES, texts
from storage.engine.outbox import Delivery
from storage.filing import approvals as store
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import FilingStatus
from storage.identity import sms_codes
from storage.organisations.organisations import Organisation
from storage.register import people
from storage.register.vehicles import Vehicle
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put


def test_only_the_owner_finds_an_approval(data: DataBuilder) -> None:
    asked = data.approval(data.filing())
    assert approvals.find_open(data.session, asked.id, by=data.owner, now=NOW) == asked
    for somebody in (data.filer, data.stranger):
        with pytest.raises(NotYours):
            approvals.find_open(data.session, asked.id, by=somebody, now=NOW)


@pytest.mark.parametrize("status", [status for status in ApprovalStatus if status is not ApprovalStatus.PENDING])
def test_an_answered_approval_is_closed(data: DataBuilder, status: ApprovalStatus) -> None:
    asked = data.approval(data.filing(), status=status)
    with pytest.raises(approvals.ApprovalClosed):
        approvals.find_open(data.session, asked.id, by=data.owner, now=NOW)


def test_an_approval_closes_when_it_expires(data: DataBuilder) -> None:
    asked = data.approval(data.filing())
    with pytest.raises(approvals.ApprovalClosed):
        approvals.find_open(data.session, asked.id, by=data.owner, now=NOW + HOUR)


def test_no_owner_code_is_sent_or_accepted_after_the_approval_is_decided(data: DataBuilder) -> None:
    filing = data.filing(FilingStatus.CHECKING)
    data.approval(filing)
    with pytest.raises(filings.ApplicationDecided):
        approvals.resend(data.session, filing, by=data.filer, now=NOW)
    sms_codes.new(
        data.session,
        sms_codes.CodePurpose.OWNER_APPROVAL,
        filing.id,
        to="x",
        digits="123456",
        at=NOW,
        expires_at=NOW + HOUR,
    )
    with pytest.raises(filings.ApplicationDecided):
        approvals.approve_by_code(data.session, filing, "123456", by=data.filer, now=NOW)


def test_a_code_sent_to_a_number_that_is_no_longer_the_owners_is_refused(data: DataBuilder) -> None:
    filing = data.filing()
    asked = data.approval(filing)
    sent: dict[str, Any] = {"to": data.owner.phone_index, "digits": "123456", "at": NOW, "expires_at": NOW + HOUR}
    sms_codes.new(data.session, sms_codes.CodePurpose.OWNER_APPROVAL, filing.id, **sent)
    people.set_phone(data.owner, "+8613800000099")
    data.session.add(data.owner)
    with pytest.raises(CodeExpired):
        approvals.approve_by_code(data.session, filing, "123456", by=data.filer, now=NOW)
    assert asked.status is ApprovalStatus.PENDING


def test_no_code_is_sent_to_an_owner_without_a_phone(data: DataBuilder) -> None:
    filing = data.filing()
    data.approval(filing)
    data.owner.phone = ""
    data.session.add(data.owner)
    with pytest.raises(eligibility.OwnerUnreachable):
        approvals.resend(data.session, filing, by=data.filer, now=NOW)


def test_an_owner_without_a_phone_approves_in_the_chat(data: DataBuilder) -> None:
    filing = data.filing()
    asked = data.approval(filing)
    data.owner.phone = ""
    data.session.add(data.owner)
    approvals.approve(data.session, asked.id, by=data.owner, now=NOW)
    assert (asked.status, filing.status) == (ApprovalStatus.APPROVED, FilingStatus.CHECKING)


def test_a_code_approves_nothing_if_nobody_speaks_for_the_vehicle(data: DataBuilder) -> None:
    organisation = put(data.session, Organisation)
    car = data.vehicle(None, owner_organisation_id=organisation)
    filing = data.filing(vehicle_id=car.id)
    data.approval(filing)
    with pytest.raises(eligibility.OwnerUnreachable):
        approvals.approve_by_code(data.session, filing, "123456", by=data.filer, now=NOW)


def test_only_pending_approvals_follow_a_new_administrator(data: DataBuilder) -> None:
    organisation = put(data.session, Organisation)
    car = data.vehicle(None, owner_organisation_id=organisation)
    pending = data.approval(data.filing(vehicle_id=car.id))
    other = data.filing(vehicle_id=car.id, filer_id=data.stranger.id)
    answered = data.approval(other, status=ApprovalStatus.APPROVED)
    assert store.pending_of_organisation(data.session, organisation) == [pending]
    assert not store.reassign(data.session, answered, to=data.stranger.id)
    assert store.reassign(data.session, pending, to=data.stranger.id)


def test_a_number_finds_only_what_this_person_was_asked(data: DataBuilder) -> None:
    filing = data.filing()
    asked = data.approval(filing)
    assert store.of_number(data.session, data.owner.id, filing.number) == asked
    assert store.of_number(data.session, data.stranger.id, filing.number) is None


@pytest.mark.parametrize("same", ["person", "phone", "former phone"])
def test_who_applies_does_not_agree_after_they_have_become_who_speaks(data: DataBuilder, same: str) -> None:
    filing = data.filing()
    asked = data.approval(filing)
    if same == "person":
        vehicle = data.session.get_one(Vehicle, filing.vehicle_id)
        vehicle.owner_person_id = asked.owner_id = data.filer.id
    else:
        people.set_phone(data.owner, data.filer.phone)
    if same == "former phone":
        phone_changes.replace(data.session, data.filer, "+8613911113333", now=NOW)
    data.session.flush()
    speaker = data.filer if same == "person" else data.owner
    with pytest.raises(ApplicantSpeaks):
        approvals.approve(data.session, asked.id, by=speaker, now=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reminder_by_sms_is_one_sentence_also_to_an_administrator(data: DataBuilder, language: str) -> None:
    car = data.vehicle(None, owner_organisation_id=data.organisation(data.owner))
    approval = data.approval(data.filing(vehicle_id=car.id))
    told = [card_of(cards.reminded, data, approval.id, language, sms=sms).text for sms in (False, True)]
    assert ["firm" in text for text in told] == [True, False]
    assert "\n" not in told[1]


def test_an_owner_who_is_still_asked_about_an_unverified_filer_is_told_not_to_agree(data: DataBuilder) -> None:
    account, filing = data.account(data.owner), data.filing()
    approval = data.approval(filing)
    unverified_filers.tell_owners(data.session, data.filer, now=NOW)
    assert data.session.exec(select(Delivery.about).where(Delivery.lane == account.lane)).all() == [approval.topic]
    chat, sms = (card_of(unverified_owner, data, filing.id, "en", sms=sms) for sms in (False, True))
    assert "do not agree" in chat.text
    assert chat.rows[0] == cards.answer_buttons(approval, texts("en"))[0]
    assert "give nobody our code" in sms.text
    assert "end it" not in chat.text + sms.text
    approval.owner_id = data.stranger.id
    assert unverified_owner.card(data.session, filing.id, Reader(data.owner.id, texts("en"))) is None


def card_of(
    notification: NotificationDefinition, data: DataBuilder, subject: UUID, language: str, *, sms: bool
) -> Card:
    """Return what the owner reads of a notification."""
    card = notification.card(data.session, subject, Reader(data.owner.id, texts(language), by_sms=sms))
    assert card is not None
    return card
