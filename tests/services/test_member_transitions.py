"""Proposals about staff are decided once, by who may, about who serves; an invitation brings one person in, in time."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from bot.services.staff import members
from storage.database import add
from storage.identity.accounts import Account
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from tests.services.builders import HOUR, NOW, Street
from tests.services.concurrent_actors import changed, faster, nothing_written

REVIEWER = frozenset({StaffRole.REVIEWER})
YEAR = timedelta(days=365)


@pytest.fixture
def admins(street: Street) -> tuple[Account, Account]:
    """Two of them."""
    return street.staff("admin"), street.staff("admin")


def member(street: Street, account: Account) -> StaffMember:
    return street.session.exec(select(StaffMember).where(StaffMember.telegram_id == account.telegram_id)).one()


def test_only_who_serves_is_changed_or_ended(street: Street, admins: tuple[Account, Account]) -> None:
    gone = member(street, street.staff("reviewer"))
    gone.ended_at = NOW
    add(street.session, gone)
    for somebody in (gone.id, uuid4()):
        with nothing_written(street.session), pytest.raises(members.StaffEnded):
            members.change(street.session, somebody, REVIEWER, by=admins[0], now=NOW)
        with nothing_written(street.session), pytest.raises(members.StaffEnded):
            members.end(street.session, somebody, by=admins[0], now=NOW)


def test_roles_are_named_when_somebody_is_invited_or_changed(street: Street, admins: tuple[Account, Account]) -> None:
    serving = member(street, street.staff("reviewer"))
    with nothing_written(street.session), pytest.raises(members.StaffRolesMissing):
        members.invite(street.session, "王秀英", frozenset(), by=admins[0], now=NOW)
    with nothing_written(street.session), pytest.raises(members.StaffRolesMissing):
        members.change(street.session, serving.id, frozenset(), by=admins[0], now=NOW)


def test_what_is_decided_is_decided_for_whoever_asks(street: Street, admins: tuple[Account, Account]) -> None:
    first, second = admins
    made = members.invite(street.session, "王秀英", REVIEWER, by=first, now=NOW)
    members.refuse(street.session, made.id, by=second, now=NOW)
    for admin in admins:
        for deed in (members.confirm, members.refuse):
            with nothing_written(street.session), pytest.raises(members.StaffProposalDecided):
                deed(street.session, made.id, by=admin, now=NOW)


@pytest.mark.parametrize("deed", [members.confirm, members.refuse], ids=["confirm", "refuse"])
def test_of_two_admins_who_decide_at_once_one_does(
    street: Street, admins: tuple[Account, Account], deed: object
) -> None:
    first, second = admins
    made = members.invite(street.session, "王秀英", REVIEWER, by=first, now=NOW)
    values = {"decided_by": member(street, second).id, "decided_at": NOW}
    rival = changed(StaffProposal, made.id, status=StaffProposalStatus.REFUSED, **values)
    with (
        nothing_written(street.session),
        faster(street.session, "UPDATE staff_proposals", rival),
        pytest.raises(members.StaffProposalDecided),
    ):
        deed(street.session, made.id, by=second, now=NOW)  # type: ignore[operator]
    assert (made.status, made.code_hash) == (StaffProposalStatus.REFUSED, None)


def invited(street: Street, admins: tuple[Account, Account]) -> tuple[str, UUID]:
    """A code for somebody new."""
    made = members.invite(street.session, "王秀英", REVIEWER, by=admins[0], now=NOW)
    return members.confirm(street.session, made.id, by=admins[1], now=NOW)[1], made.id


def test_an_invitation_is_good_for_one_and_in_its_time(street: Street, admins: tuple[Account, Account]) -> None:
    code, _ = invited(street, admins)
    one, other = street.account(), street.account()
    for too_late in (NOW + YEAR, NOW + 2 * YEAR):
        with nothing_written(street.session), pytest.raises(members.StaffInvitationGone):
            members.find_invitation(street.session, code, by=one, now=too_late)
    assert members.accept(street.session, code, by=one, now=NOW).role_set() == REVIEWER
    for deed in (members.find_invitation, members.accept):
        with nothing_written(street.session), pytest.raises(members.StaffInvitationGone):
            deed(street.session, code, by=other, now=NOW)
    assert not street.session.exec(select(StaffMember).where(StaffMember.telegram_id == other.telegram_id)).all()


def test_an_invitation_is_over_at_its_very_moment(street: Street, admins: tuple[Account, Account]) -> None:
    code, made = invited(street, admins)
    until = street.session.exec(select(StaffProposal.expires_at).where(col(StaffProposal.id) == made)).one()
    assert until is not None
    members.find_invitation(street.session, code, by=street.account(), now=until - HOUR / 3600)
    with pytest.raises(members.StaffInvitationGone):
        members.find_invitation(street.session, code, by=street.account(), now=until)
