"""Role proposals are decided once, about serving members; an invitation is valid once and for a limited time."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from bot.services.staff import members
from storage.database import add
from storage.identity.accounts import Account
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import changed, competing, nothing_written

REVIEWER = frozenset({StaffRole.REVIEWER})
YEAR = timedelta(days=365)


@pytest.fixture
def admins(data: DataBuilder) -> tuple[Account, Account]:
    """Return two admins."""
    return data.staff("admin"), data.staff("admin")


def member(data: DataBuilder, account: Account) -> StaffMember:
    return data.session.exec(select(StaffMember).where(StaffMember.telegram_id == account.telegram_id)).one()


def test_only_serving_members_are_changed_or_removed(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    gone = member(data, data.staff("reviewer"))
    gone.ended_at = NOW
    add(data.session, gone)
    for somebody in (gone.id, uuid4()):
        with nothing_written(data.session), pytest.raises(members.StaffEnded):
            members.change(data.session, somebody, REVIEWER, by=admins[0], now=NOW)
        with nothing_written(data.session), pytest.raises(members.StaffEnded):
            members.end(data.session, somebody, by=admins[0], now=NOW)


def test_an_invitation_or_change_needs_roles(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    serving = member(data, data.staff("reviewer"))
    with nothing_written(data.session), pytest.raises(members.StaffRolesMissing):
        members.invite(data.session, "王秀英", frozenset(), by=admins[0], now=NOW)
    with nothing_written(data.session), pytest.raises(members.StaffRolesMissing):
        members.change(data.session, serving.id, frozenset(), by=admins[0], now=NOW)


def test_a_decided_proposal_cannot_be_decided_again(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    first, second = admins
    made = members.invite(data.session, "王秀英", REVIEWER, by=first, now=NOW)
    members.refuse(data.session, made.id, by=second, now=NOW)
    for admin in admins:
        for action in (members.confirm, members.refuse):
            with nothing_written(data.session), pytest.raises(members.StaffProposalDecided):
                action(data.session, made.id, by=admin, now=NOW)


@pytest.mark.parametrize("action", [members.confirm, members.refuse], ids=["confirm", "refuse"])
def test_one_of_two_admins_decides_a_proposal(
    data: DataBuilder, admins: tuple[Account, Account], action: object
) -> None:
    first, second = admins
    made = members.invite(data.session, "王秀英", REVIEWER, by=first, now=NOW)
    values = {"decided_by": member(data, second).id, "decided_at": NOW}
    rival = changed(StaffProposal, made.id, status=StaffProposalStatus.REFUSED, **values)
    with (
        nothing_written(data.session),
        competing(data.session, "UPDATE staff_proposals", rival),
        pytest.raises(members.StaffProposalDecided),
    ):
        action(data.session, made.id, by=second, now=NOW)  # type: ignore[operator]
    assert (made.status, made.code_hash) == (StaffProposalStatus.REFUSED, None)


def invited(data: DataBuilder, admins: tuple[Account, Account]) -> tuple[str, UUID]:
    """Return the code and the proposal of an invitation."""
    made = members.invite(data.session, "王秀英", REVIEWER, by=admins[0], now=NOW)
    return members.confirm(data.session, made.id, by=admins[1], now=NOW)[1], made.id


def test_an_invitation_is_valid_for_one_person_and_a_limited_time(
    data: DataBuilder, admins: tuple[Account, Account]
) -> None:
    code, _ = invited(data, admins)
    one, other = data.account(), data.account()
    for too_late in (NOW + YEAR, NOW + 2 * YEAR):
        with nothing_written(data.session), pytest.raises(members.StaffInvitationGone):
            members.find_invitation(data.session, code, by=one, now=too_late)
    assert members.accept(data.session, code, by=one, now=NOW).role_set() == REVIEWER
    for action in (members.find_invitation, members.accept):
        with nothing_written(data.session), pytest.raises(members.StaffInvitationGone):
            action(data.session, code, by=other, now=NOW)
    assert not data.session.exec(select(StaffMember).where(StaffMember.telegram_id == other.telegram_id)).all()


def test_an_invitation_expires_exactly_at_its_end(data: DataBuilder, admins: tuple[Account, Account]) -> None:
    code, made = invited(data, admins)
    until = data.session.exec(select(StaffProposal.expires_at).where(col(StaffProposal.id) == made)).one()
    assert until is not None
    members.find_invitation(data.session, code, by=data.account(), now=until - HOUR / 3600)
    with pytest.raises(members.StaffInvitationGone):
        members.find_invitation(data.session, code, by=data.account(), now=until)
