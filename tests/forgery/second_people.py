"""Staff who act a second time, or on their own matters after their phone numbers were changed."""

from collections.abc import Callable
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from bot.cards.payments import refunds as refund_cards
from bot.cards.review import identity_queue as identity_cards, queue as review_cards
from bot.cards.staff import members as member_cards, rules as rule_cards
from bot.services.identity import phone_changes
from storage.database import add
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus
from storage.review.reviews import Review, ReviewStatus
from storage.staff import members
from storage.staff.role_proposals import StaffProposal
from tests.forgery.kinds import Kind, Prepare, kind
from tests.forgery.own_matters import (
    REFUND_OF_TWO,
    REFUND_TO_PAYER,
    RULE,
    STAFF,
    as_second_accounts,
    button,
    first_of,
    own_case,
    tapping,
    with_a_refund_to_the_payer,
    with_proposals,
)
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, tap
from tests.storage.rows import put

PHONE = "+8613911115555"
DISPUTED = UUID(int=30_000)


def people_of(session: Session, scene: Scene) -> list[Person]:
    """Return who the strangers are."""
    query = select(Account).where(col(Account.telegram_id).in_(scene.strangers)).order_by(col(Account.telegram_id))
    return [session.get_one(Person, account.person_id) for account in session.exec(query)]


def after_a_change(prepare: Callable[[Scene], None]) -> Prepare:
    """Return a preparation: as this one, but then every stranger gets a phone number of their own."""

    def changed(scene: Scene) -> None:
        prepare(scene)

        def action(session: Session) -> None:
            for at, person in enumerate(people_of(session, scene)):
                phone_changes.replace(session, person, f"+861391112{at:04}", now=scene.app.now)
                add(session, person)

        scene.app.write(action)

    return changed


def with_a_returned_case(scene: Scene) -> None:
    """The first of the accounts has returned the case that waits, as often as one reviewer may."""
    as_second_accounts(lambda scene: PHONE)(scene)

    def action(session: Session) -> None:
        review, (_, account) = session.get_one(Review, scene.review.id), first_of(session, scene)
        filing = session.get_one(Filing, review.filing_id)
        by = {"reviewer": account.id, "reviewer_person": account.person_id, "decided_at": scene.app.now}
        if filing.returns < 2:
            filing.returns, review.round = 2, review.round + 1
            add(session, filing)
            add(session, review)
            put(session, Review, filing_id=filing.id, round=review.round - 1, status=ReviewStatus.RETURNED, **by)

    scene.app.write(action)


def with_a_disputed_case(scene: Scene) -> None:
    """The first of the accounts has approved a disputed identity case."""
    as_second_accounts(lambda scene: PHONE)(scene)

    def action(session: Session) -> None:
        if session.get(IdentityCase, DISPUTED) is None:
            _, account = first_of(session, scene)
            first = {"first_reviewer": account.id, "first_person": account.person_id, "disputed_at": scene.app.now}
            about = {"holder_id": scene.owner.person_id, "status": IdentityCaseStatus.WAITING}
            put(session, IdentityCase, id=DISPUTED, number=90_002, **about, **first)

    scene.app.write(action)


def with_roles_for_each(scene: Scene) -> None:
    """Somebody else has proposed more roles for every stranger, who is an administrator."""
    as_second_accounts(lambda scene: PHONE)(scene)

    def action(session: Session) -> None:
        proposer = session.exec(select(Account).where(Account.telegram_id == scene.reviewers[0])).one()
        other = members.by_telegram(session, proposer.telegram_id)
        assert other is not None
        other.roles = "admin;reviewer"  # Who proposes roles is an administrator.
        add(session, other)
        for at, telegram_id in enumerate(scene.strangers):
            member = members.by_telegram(session, telegram_id)
            assert member is not None
            member.roles = "admin"
            add(session, member)
            if session.get(StaffProposal, proposal_for(at)) is None:
                about = {"member_id": member.id, "roles": "admin;cashier", "proposed_at": scene.app.now}
                by = {"proposed_by": other.id, "proposed_person": proposer.person_id}
                put(session, StaffProposal, id=proposal_for(at), **about, **by)

    scene.app.write(action)


def proposal_for(at: int) -> UUID:
    """Return the id of the proposal about this stranger."""
    return UUID(int=31_000 + at)


def own_roles(scene: Scene, random: Random, at: int) -> Update:
    """An administrator confirms more roles for themselves."""
    pressed = button(member_cards.CONFIRM.verb, proposal_for(at))[0]
    return tap(scene.strangers[at], scene.signed(pressed, scene.strangers[at]))


def case_again(scene: Scene, random: Random, at: int) -> Update:
    """A reviewer who has returned a case takes it again, or opens it to pass it, under another account."""
    who = scene.strangers[1 + at % (len(scene.strangers) - 1)]
    pressed = button(random.choice((review_cards.TAKE, review_cards.PASS)).verb, scene.review.id)[0]
    return tap(who, scene.signed(pressed, who))


KINDS: tuple[Kind, ...] = (
    kind("more roles confirmed for oneself", own_roles, "own-roles", prepare=with_roles_for_each),
    kind(
        "cases returned too often, under a second account",
        case_again, "second-reviewer", prepare=with_a_returned_case,
    ),
    kind(
        "disputed identity cases approved twice, under a second account",
        tapping(*(button(each.verb, DISPUTED) for each in (identity_cards.TAKE, identity_cards.RELEASE))),
        "identity-second", prepare=with_a_disputed_case,
    ),
    kind(
        "second approvals after a change of phone number",
        tapping(
            button(rule_cards.CONFIRM.verb, RULE), button(member_cards.CONFIRM.verb, STAFF),
            button(refund_cards.APPROVE.verb, REFUND_OF_TWO),
        ),
        "second-admin-needed", "second-cashier-needed", prepare=after_a_change(with_proposals),
    ),
    kind(
        "refunds to oneself after a change of phone number",
        tapping(button(refund_cards.APPROVE.verb, REFUND_TO_PAYER)),
        "own-refund", prepare=after_a_change(with_a_refund_to_the_payer),
    ),
    kind(
        "own cases after a change of phone number",
        own_case, "own-case", prepare=after_a_change(as_second_accounts(lambda scene: scene.reviewed.phone)),
    ),
)  # fmt: skip
