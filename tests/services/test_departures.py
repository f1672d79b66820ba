"""What a member of staff began as an admin ends with that role; the second admin's act asks whether they have it."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.cards.notification import Reader
from bot.cards.payments import refunds as cards
from bot.cards.staff import members as member_cards
from bot.services.review import blacklist
from bot.services.rules import parser
from bot.services.staff import departures, members, moved_members, rule_proposals, wrong_verifications
from bot.services.staff.departures import FirstHasLeft
from bot.texts import texts
from storage.database.encryption import current_keyring
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.payments.refunds import Refund, RefundState
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from storage.staff import members as store
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import ProposalStatus
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.services.test_second_person_after_a_change import approved_refund, confirmed_client, confirmed_entry

REVIEWER, ADMIN = frozenset({StaffRole.REVIEWER}), frozenset({StaffRole.ADMIN})
Confirm = Callable[[Account], object]


@pytest.fixture
def admins(data: DataBuilder) -> tuple[Account, Account, Account]:
    """Return three admins."""
    return data.staff("admin"), data.staff("admin"), data.staff("admin")


def member(data: DataBuilder, account: Account) -> StaffMember:
    found = store.by_telegram(data.session, account.telegram_id)
    assert found is not None
    return found


def roles_of(data: DataBuilder, by: Account) -> Confirm:
    made = members.change(data.session, member(data, data.staff("cashier")).id, REVIEWER, by=by, now=NOW)
    return lambda second: members.confirm(data.session, made.id, by=second, now=NOW)


def rule(data: DataBuilder, by: Account) -> Confirm:
    wording = parser.parse_rule("vehicles_per_user 5 because", now=NOW)
    made = rule_proposals.propose(data.session, wording, announce=False, by=by, now=NOW)
    return lambda second: rule_proposals.confirm(data.session, made.id, by=second, now=NOW)


def withdrawal(data: DataBuilder, by: Account) -> Confirm:
    made = wrong_verifications.propose(data.session, data.person(verified_at=NOW).id, by=by, now=NOW)
    return lambda second: wrong_verifications.confirm(data.session, made.id, by=second, now=NOW)


def dismiss(data: DataBuilder, account: Account) -> None:
    members.end_by_operator(data.session, member(data, account), now=NOW)


def end_in_chat(data: DataBuilder, account: Account) -> None:
    set_roles(data, account, None)


def demote(data: DataBuilder, account: Account) -> None:
    set_roles(data, account, REVIEWER)


def move(data: DataBuilder, account: Account) -> None:
    moved_members.end_service(data.session, account, person=None, by=data.staff("reviewer").id, now=NOW)


def set_roles(data: DataBuilder, account: Account, roles: frozenset[StaffRole] | None) -> None:
    first, second, subject = data.staff("admin"), data.staff("admin"), member(data, account).id
    if roles is None:
        made = members.end(data.session, subject, by=first, now=NOW)
        assert made is not None
    else:
        made = members.change(data.session, subject, roles, by=first, now=NOW)
    members.confirm(data.session, made.id, by=second, now=NOW)


@pytest.mark.parametrize("begin", [roles_of, rule, withdrawal, confirmed_client])
def test_the_right_of_the_first_is_asked_when_the_second_acts(
    data: DataBuilder, admins: tuple[Account, Account, Account], begin: Callable[[DataBuilder, Account], Confirm]
) -> None:
    confirm, first = begin(data, admins[0]), member(data, admins[0])
    for column, may_not, may in (("roles", "reviewer", "admin"), ("awaits_check", True, False)):
        setattr(first, column, may_not)
        data.session.flush()
        with nothing_written(data.session), pytest.raises(FirstHasLeft):
            confirm(admins[1])
        setattr(member(data, admins[0]), column, may)
        data.session.flush()
    assert confirm(admins[1])


def test_who_confirms_an_entry_of_a_former_reviewer_takes_it_over(data: DataBuilder) -> None:
    first, second, third = data.staff("reviewer"), data.staff("reviewer"), data.staff("admin")
    confirm = confirmed_entry(data, first)
    dismiss(data, first)
    (entry,) = data.session.exec(select(BlacklistEntry))
    assert lanes_told(data, "blacklist.left") == {second.lane, third.lane}
    confirm(second)
    assert (entry.status, entry.proposed_by) == (BlacklistStatus.PROPOSED, member(data, second).id)
    assert (entry.proposed_person, entry.confirmed_by) == (second.person_id, None)
    with pytest.raises(blacklist.AlreadyInvolved):
        confirm(second)
    confirm(third)
    assert (entry.status, entry.confirmed_by) == (BlacklistStatus.CONFIRMED, member(data, third).id)


def test_an_entry_stays_with_a_reviewer_who_was_an_admin_too(data: DataBuilder) -> None:
    first, second = data.staff("reviewer", "admin"), data.staff("reviewer")
    confirm = confirmed_entry(data, first)
    member(data, first).roles = "reviewer"
    departures.end_begun(data.session, member(data, first), now=NOW)
    assert lanes_told(data, "blacklist.left") == set()
    confirm(second)
    (entry,) = data.session.exec(select(BlacklistEntry))
    assert entry.status is BlacklistStatus.CONFIRMED


def test_the_approval_of_a_former_cashier_is_given_again(data: DataBuilder) -> None:
    first, second, third = data.staff("cashier"), data.staff("cashier"), data.staff("cashier")
    approve = approved_refund(data, first)
    member(data, first).ended_at = NOW
    data.session.flush()
    assert approve(second) is False
    (refund,) = data.session.exec(select(Refund))
    assert (refund.state, refund.first_by) == (RefundState.APPROVED, second.id)
    assert approve(third) is True


def test_the_button_of_a_refund_says_that_the_next_approval_is_the_first(data: DataBuilder) -> None:
    first = data.staff("cashier")
    approved_refund(data, first)
    (refund,) = data.session.exec(select(Refund))
    card = cards.refund(data.session, texts("en"), refund, may_approve=True)
    assert "no longer a cashier" not in card.text
    assert card.rows[0][0].label == "Approve second, refund now"
    dismiss(data, first)
    card = cards.refund(data.session, texts("en"), refund, may_approve=True)
    assert "no longer a cashier" in card.text
    assert card.rows[0][0].label == "Approve refund"


def test_a_departed_station_is_not_called_an_admin(data: DataBuilder) -> None:
    station = member(data, data.staff("station"))
    card = member_cards.departed_notification.card(data.session, station.id, Reader(None, texts("en")))
    assert card is not None
    assert "admin" not in card.text


@pytest.mark.parametrize("leave", [dismiss, end_in_chat, demote, move])
def test_proposals_fall_with_the_role_of_who_made_them(
    data: DataBuilder, admins: tuple[Account, Account, Account], leave: Callable[[DataBuilder, Account], None]
) -> None:
    roles_of(data, admins[0])
    rule(data, admins[0])
    withdrawal(data, admins[0])
    withdrawal(data, admins[1])
    confirmed_client(data, admins[0])
    leave(data, admins[0])
    first = member(data, admins[0]).id
    (changed,) = data.session.exec(select(StaffProposal).where(StaffProposal.proposed_by == first))
    (ruled,) = data.session.exec(select(RuleProposal))
    (proposed,) = data.session.exec(select(ApiClientProposal))
    taken = {each.proposed_by == first: each.status for each in data.session.exec(select(VerificationWithdrawal))}
    assert (changed.status, ruled.status) == (StaffProposalStatus.WITHDRAWN, ProposalStatus.WITHDRAWN)
    assert proposed.status is ProposalStatus.WITHDRAWN
    assert taken == {True: ProposalStatus.WITHDRAWN, False: ProposalStatus.OPEN}
    told = lanes_told(data)
    assert {admins[1].lane, admins[2].lane} <= told
    assert admins[0].lane not in told


def lanes_told(data: DataBuilder, name: str = "staff.departed") -> set[str]:
    rows = [(row, f"outbox:{row.reference}") for row in data.session.exec(select(Delivery))]
    return {row.lane for row, key in rows if name in str(current_keyring().decrypt_json(row.payload, key))}


def test_the_admins_are_told_of_every_service_that_the_operator_ends(
    data: DataBuilder, admins: tuple[Account, Account, Account]
) -> None:
    dismiss(data, data.staff("reviewer"))
    assert lanes_told(data, "staff.ended") == {each.lane for each in admins}


def test_a_proposal_about_a_former_member_ends(data: DataBuilder, admins: tuple[Account, Account, Account]) -> None:
    made = members.change(data.session, member(data, admins[0]).id, REVIEWER, by=admins[1], now=NOW)
    dismiss(data, admins[0])
    data.session.refresh(made)
    assert made.status is StaffProposalStatus.WITHDRAWN


def invited(data: DataBuilder, admins: tuple[Account, Account, Account]) -> str:
    made = members.invite(data.session, "王秀英", ADMIN, by=admins[0], now=NOW)
    return members.confirm(data.session, made.id, by=admins[1], now=NOW)[1]


@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("back", [True, False])
def test_an_invitation_ends_with_the_role_of_either_who_made_it(
    data: DataBuilder, admins: tuple[Account, Account, Account], who: int, back: bool
) -> None:
    code, stranger = invited(data, admins), data.account()
    dismiss(data, admins[who])
    if back:
        member(data, admins[who]).ended_at = None
        data.session.flush()
    with nothing_written(data.session), pytest.raises(members.StaffInvitationGone):
        members.accept(data.session, code, by=stranger, now=NOW)


@pytest.mark.parametrize("who", [0, 1])
def test_an_invitation_asks_for_the_role_of_both_who_made_it(
    data: DataBuilder, admins: tuple[Account, Account, Account], who: int
) -> None:
    code, stranger = invited(data, admins), data.account()
    member(data, admins[who]).roles = "cashier"
    data.session.flush()
    with nothing_written(data.session), pytest.raises(members.StaffInvitationGone):
        members.accept(data.session, code, by=stranger, now=NOW)


def test_who_was_dismissed_after_an_invitation_accepts_none_of_before(
    data: DataBuilder, admins: tuple[Account, Account, Account]
) -> None:
    code, before = invited(data, admins), data.staff("reviewer")
    dismiss(data, before)
    same = data.account()
    same.telegram_id, same.bot_id = before.telegram_id, 2
    data.session.flush()
    for by in (before, same):
        with nothing_written(data.session), pytest.raises(members.StaffInvitationGone):
            members.accept(data.session, code, by=by, now=NOW)
    member(data, before).ended_at = NOW - HOUR
    data.session.flush()
    assert members.accept(data.session, code, by=before, now=NOW).ended_at is None
