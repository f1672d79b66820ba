"""Two admins withdraw a wrong verification that nobody has asked about."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.cards.filing.notifications import unverified_owner
from bot.cards.notification import Reader
from bot.errors import NotStaff, OwnMatter
from bot.services.staff import departures, wrong_verifications as service
from bot.services.staff.second_person import SecondAdminNeeded
from bot.texts import texts
from storage import audit
from storage.engine.outbox import Channel, Delivery
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.staff.proposals import ProposalStatus
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import changed, competing
from tests.services.own_builders import notified
from tests.storage.rows import put


@pytest.fixture
def person(data: DataBuilder) -> Person:
    """A verified person with an account."""
    data.filer.verified_at = NOW - HOUR
    data.session.add(data.filer)
    data.session.flush()
    return data.filer


def test_the_person_is_verified_no_more_and_is_told(data: DataBuilder, person: Person) -> None:
    first, second, account = data.staff("admin"), data.staff("admin"), data.account(person)
    row = service.propose(data.session, person.id, by=first, now=NOW)
    assert notified(data, second, "verification.proposed")
    assert not notified(data, first, "verification.proposed")
    assert person.verified_at is not None
    service.confirm(data.session, row.id, by=second, now=NOW)
    data.session.expire_all()
    assert row.status is ProposalStatus.CONFIRMED
    assert data.session.get_one(Person, row.person_id).verified_at is None
    assert notified(data, account, "identity.unverified")
    for action, on in (
        (audit.Action.WITHDRAWAL_PROPOSED, row.id),
        (audit.Action.VERIFICATION_WITHDRAWN, person.id),
    ):
        assert audit.count(data.session, action, since=NOW, on=on) == 1


def test_the_owners_are_told_of_what_the_person_has_filed_or_applied_for(data: DataBuilder, person: Person) -> None:
    owner = data.account(data.owner)
    first, second = data.staff("admin"), data.staff("admin")
    filing = data.filing(FilingStatus.ACTIVE, filer_id=person.id, active_from=NOW - HOUR)
    row = service.propose(data.session, person.id, by=first, now=NOW)
    service.confirm(data.session, row.id, by=second, now=NOW)
    assert notified(data, owner, "filing.unverified.owner")
    reader = Reader(data.owner.id, texts("zh-CN"))
    card = unverified_owner.card(data.session, filing.id, reader)
    assert card is not None
    assert "解除" in str(card.rows)
    filing.status = FilingStatus.ENDED
    assert unverified_owner.card(data.session, filing.id, reader) is None


def test_whoever_loses_the_verification_has_not_acted_as_the_first_of_two(data: DataBuilder) -> None:
    reviewer, first, second = data.staff("reviewer"), data.staff("admin"), data.staff("admin")
    assert departures.account_has_role(data.session, reviewer.id, StaffRole.REVIEWER)
    assert reviewer.person_id is not None
    row = service.propose(data.session, reviewer.person_id, by=first, now=NOW)
    service.confirm(data.session, row.id, by=second, now=NOW)
    assert notified(data, first, "staff.unverified")
    assert not departures.account_has_role(data.session, reviewer.id, StaffRole.REVIEWER)


def test_who_has_no_account_is_told_by_sms(data: DataBuilder) -> None:
    person = put(data.session, Person, verified_at=NOW - HOUR)
    row = service.propose(data.session, person, by=data.staff("admin"), now=NOW)
    service.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)
    lanes = data.session.exec(select(Delivery.lane).where(Delivery.channel == Channel.SMS)).all()
    assert lanes == [f"sms:{person}"]


def test_the_proposer_takes_the_proposal_back_and_another_admin_refuses_it(data: DataBuilder, person: Person) -> None:
    first, second = data.staff("admin"), data.staff("admin")
    for by, status in (
        (first, ProposalStatus.WITHDRAWN),
        (second, ProposalStatus.REFUSED),
    ):
        row = service.propose(data.session, person.id, by=first, now=NOW)
        assert service.refuse(data.session, row.id, by=by, now=NOW).status is status
        with pytest.raises(service.WithdrawalDecided):
            service.confirm(data.session, row.id, by=second, now=NOW)
    assert person.verified_at is not None


def test_one_admin_is_not_enough(data: DataBuilder, person: Person) -> None:
    first = data.staff("admin")
    row = service.propose(data.session, person.id, by=first, now=NOW)
    with pytest.raises(SecondAdminNeeded):
        service.confirm(data.session, row.id, by=first, now=NOW)
    with pytest.raises(service.WithdrawalProposedAlready):
        service.propose(data.session, person.id, by=data.staff("admin"), now=NOW)


@pytest.mark.parametrize("role", ["reviewer", "officer", "station", "cashier"])
def test_other_staff_neither_propose_nor_decide(data: DataBuilder, person: Person, role: str) -> None:
    row, by = service.propose(data.session, person.id, by=data.staff("admin"), now=NOW), data.staff(role)
    for act in (service.confirm, service.refuse):
        with pytest.raises(NotStaff):
            act(data.session, row.id, by=by, now=NOW)
    with pytest.raises(NotStaff):
        service.find(data.session, row.id, by=by)
    with pytest.raises(NotStaff):
        service.propose(data.session, person.id, by=by, now=NOW)


def test_nobody_acts_on_their_own_verification(data: DataBuilder, own: Account, colleague: Account) -> None:
    data.filer.verified_at = NOW - HOUR
    data.session.flush()
    with pytest.raises(OwnMatter):
        service.propose(data.session, data.filer.id, by=own, now=NOW)
    row = service.propose(data.session, data.filer.id, by=data.staff("admin"), now=NOW)
    for act in (service.confirm, service.refuse):
        with pytest.raises(OwnMatter):
            act(data.session, row.id, by=own, now=NOW)
    with pytest.raises(OwnMatter):
        service.find(data.session, row.id, by=own)
    assert not notified(data, own, "verification.proposed")
    assert service.find(data.session, row.id, by=colleague).id == row.id
    service.confirm(data.session, row.id, by=colleague, now=NOW)


def test_who_is_not_verified_or_verified_again_keeps_it(data: DataBuilder, person: Person) -> None:
    admin = data.staff("admin")
    row = service.propose(data.session, person.id, by=data.staff("admin"), now=NOW)
    person.verified_at = NOW + timedelta(minutes=1)
    data.session.flush()
    with pytest.raises(service.PersonNotVerified):
        service.confirm(data.session, row.id, by=admin, now=NOW + HOUR)
    person.verified_at = None
    data.session.flush()
    with pytest.raises(service.PersonNotVerified):
        service.confirm(data.session, row.id, by=admin, now=NOW + HOUR)
    with pytest.raises(service.PersonNotVerified):
        service.propose(data.session, person.id, by=admin, now=NOW)


def test_of_two_decisions_at_once_the_first_counts(data: DataBuilder, person: Person) -> None:
    first = data.staff("admin")
    row = service.propose(data.session, person.id, by=first, now=NOW)
    named = {"decided_by": row.proposed_by, "decided_person": row.proposed_person, "decided_at": NOW}
    rival = changed(type(row), row.id, status="withdrawn", **named)
    with (
        competing(data.session, "UPDATE verification_withdrawals", rival),
        pytest.raises(service.WithdrawalDecided),
    ):
        service.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)
    assert person.verified_at is not None
