"""Staff who act on their own matters: with a second account, signed out, unverified or unregistered.

The strangers become members of staff with every role. They have the phone number of a victim, so each of them is a
second account of that person.
"""

from collections.abc import Callable
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from bot.card import CardButton
from bot.cards.payments import refunds as refund_cards
from bot.cards.review import queue as review_cards
from bot.cards.staff import member_identity, members as member_cards, rules as rule_cards, wrong_verifications
from storage.database import add
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundState
from storage.register import people
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap
from tests.storage.rows import put

ROLES = ";".join(StaffRole)
REFUND_OF_TWO, REFUND_TO_PAYER, RULE, STAFF, UNVERIFIED, WRONG = (UUID(int=10_000 + at) for at in range(6))


def appoint(session: Session, scene: Scene, telegram_id: int) -> StaffMember:
    """Give this Telegram user every role."""
    row = members.by_telegram(session, telegram_id) or StaffMember(
        telegram_id=telegram_id, roles="", since=scene.app.now
    )
    row.name, row.roles, row.ended_at = "x", ROLES, None
    return add(session, row)


def as_second_accounts(
    phone: Callable[[Scene], str], *, verified: bool = True, locked: bool = False
) -> Callable[[Scene], None]:
    """Return a preparation: the strangers are staff with this phone number."""

    def prepare(scene: Scene) -> None:
        def action(session: Session) -> None:
            for account in session.exec(select(Account).where(col(Account.telegram_id).in_(scene.strangers))):
                person = session.get_one(Person, account.person_id)
                people.set_phone(person, phone(scene))
                person.verified_at = scene.app.now if verified else None
                account.locked_at = scene.app.now if locked else None
                add(session, person)
                add(session, account)
                appoint(session, scene, account.telegram_id)

        scene.app.write(action)

    return prepare


def appoint_guests(scene: Scene) -> None:
    """Give the guests, who have no person, every role."""

    def action(session: Session) -> None:
        for telegram_id in scene.guests:
            appoint(session, scene, telegram_id)

    scene.app.write(action)


def first_of(session: Session, scene: Scene) -> tuple[StaffMember, Account]:
    """Return the first of the strangers as member and account: who has proposed or approved."""
    member = members.by_telegram(session, scene.strangers[0])
    account = session.exec(select(Account).where(Account.telegram_id == scene.strangers[0])).one()
    assert member is not None
    return member, account


def with_proposals(scene: Scene) -> None:
    """One of the accounts proposes a rule and a new member, and approves a refund of somebody else."""
    as_second_accounts(lambda scene: "+8613911112222")(scene)

    def action(session: Session) -> None:
        member, account = first_of(session, scene)
        by = {"proposed_by": member.id, "proposed_person": account.person_id, "proposed_at": scene.app.now}
        if session.get(RuleProposal, RULE) is None:
            put(session, RuleProposal, id=RULE, name="vehicles_per_user", value="5", why="x", announce=False, **by)
            put(session, StaffProposal, id=STAFF, roles="admin", **by)
            put(session, VerificationWithdrawal, id=WRONG, person_id=scene.owner.person_id, **by)
            put_refund(session, REFUND_OF_TWO, scene.owner.person_id, account)

    scene.app.write(action)


def put_refund(session: Session, key: UUID, payer: UUID, first: Account | None) -> None:
    """Insert a refund to this payer, approved by this cashier."""
    order = put(session, PaymentOrder, payer_id=payer, amount=10_000_000, state="paid")
    paid = put(session, PaymentTransaction, order_id=order, amount=10_000_000)
    state = RefundState.APPROVED if first else RefundState.PROPOSED
    named = {"first_by": first.id, "first_person": first.person_id} if first else {}
    put(session, Refund, id=key, transaction_ref=paid, amount=10_000_000, payer_person=payer, state=state, **named)


def with_a_refund_to_the_payer(scene: Scene) -> None:
    """The accounts are those of the payer, for whom a refund is proposed."""
    as_second_accounts(lambda scene: scene.payer.phone)(scene)

    def action(session: Session) -> None:
        if session.get(Refund, REFUND_TO_PAYER) is None:
            put_refund(session, REFUND_TO_PAYER, scene.payer.person_id, None)

    scene.app.write(action)


def with_an_unverified_account(scene: Scene) -> None:
    """Another account of the same person is a member of staff who is not verified."""
    as_second_accounts(lambda scene: scene.friend.phone)(scene)

    def action(session: Session) -> None:
        account = session.exec(select(Account).where(Account.telegram_id == scene.friend.id)).one()
        person = session.get_one(Person, account.person_id)
        person.verified_at = None
        add(session, person)
        if session.get(StaffMember, UNVERIFIED) is None:
            put(session, StaffMember, id=UNVERIFIED, telegram_id=scene.friend.id, roles="admin")

    scene.app.write(action)


def own_case(scene: Scene, random: Random, at: int) -> Update:
    """The applicant takes, opens, passes, releases or proposes their own case."""
    who, number = scene.strangers[at], scene.app.read(lambda session: case_number(session, scene))
    buttons = (review_cards.TAKE, review_cards.CASE, review_cards.PASS, review_cards.RELEASE, review_cards.FALSE)
    commands = ("/take {}", "/case {}", "/pass {}", "/return {} 1", "/release {}", "/block {} 1", "/block {}")
    if random.random() < 0.5:
        return tap(who, scene.signed(CardButton("", random.choice(buttons).verb, scene.review.id.hex), who))
    return message(who, random.choice(commands).format(number))


def case_number(session: Session, scene: Scene) -> int:
    """Return the number of the application that waits for a review."""
    return session.get_one(Filing, scene.review.filing_id).number


def own_vehicle(scene: Scene, random: Random, at: int) -> Update:
    """The owner issues, revokes or looks up the certificate of their own vehicle, or finds themselves."""
    commands = ("/issue 桂A12345 2028-06", "/revoke 桂A12345 x", "/lookup 桂A12345", f"/find {scene.payer.id_number}")
    return message(scene.strangers[at], random.choice(commands))


def duty(name: str) -> Make:
    """Return a generator of staff commands by these people."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        commands = ("/queue", "/take", "/objections", "/blacklist", "/refund", "/staff", "/rule", "/audit", "/stats")
        return message(getattr(scene, name)[at], random.choice(commands))

    return make


def tapping(*choices: tuple[CardButton, ...]) -> Make:
    """Return a generator of taps of these buttons by second accounts: all strangers but the first."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        who = scene.strangers[1 + at % (len(scene.strangers) - 1)]
        return tap(who, scene.signed(random.choice(choices)[0], who))

    return make


def button(verb: str, row: UUID) -> tuple[CardButton, ...]:
    """Return a button about this row."""
    return (CardButton("", verb, row.hex),)


KINDS: tuple[Kind, ...] = (
    kind(
        "own cases under a second account",
        own_case, "own-case",
        prepare=as_second_accounts(lambda scene: scene.reviewed.phone),
    ),
    kind(
        "own vehicles under a second account",
        own_vehicle, "own-matter",
        prepare=as_second_accounts(lambda scene: scene.payer.phone),
    ),
    kind(
        "own proposals confirmed under a second account",
        tapping(
            button(rule_cards.CONFIRM.verb, RULE), button(member_cards.CONFIRM.verb, STAFF),
            button(wrong_verifications.CONFIRM.verb, WRONG),
        ),
        "second-admin-needed", prepare=with_proposals,
    ),
    kind(
        "own approvals of refunds seconded under a second account",
        tapping(button(refund_cards.APPROVE.verb, REFUND_OF_TWO)),
        "second-cashier-needed", prepare=with_proposals,
    ),
    kind(
        "refunds to oneself under a second account",
        tapping(
            button(refund_cards.APPROVE.verb, REFUND_TO_PAYER), button(refund_cards.REFUND.verb, REFUND_TO_PAYER)
        ),
        "own-refund", prepare=with_a_refund_to_the_payer,
    ),
    kind(
        "identities of staff verified by their own second account",
        tapping(button(member_identity.VERIFY.verb, UNVERIFIED)),
        "own-identity", prepare=with_an_unverified_account,
    ),
    kind(
        "duties of staff who are not verified",
        duty("strangers"), "staff-not-verified",
        prepare=as_second_accounts(lambda scene: "+8613911112222", verified=False),
    ),
    kind(
        "duties of staff who have signed out",
        duty("strangers"), "not-staff", "signed-out", "staff-signed-out",
        prepare=as_second_accounts(lambda scene: "+8613911112222", locked=True),
    ),
    kind(
        "duties of staff who are not registered",
        duty("guests"), "staff-not-registered", prepare=appoint_guests, attackers="guests",
    ),
)  # fmt: skip
