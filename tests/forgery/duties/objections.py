"""Own objections, and refunds of decisions that one has annulled, under a second account."""

from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from bot.card import CardButton
from bot.cards import objections as objection_cards
from bot.cards.payments import refunds as refund_cards
from storage.database import add
from storage.identity.accounts import Account
from storage.objections import Objection, ObjectionState
from storage.payments.refunds import Refund, RefundReason
from storage.register.people import Person
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import as_second_accounts, first_of, put_refund
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap
from tests.storage.rows import put

OBJECTION, REFUND_OF_ANNULLED, FIRST_UPHELD = UUID(int=20_003), UUID(int=20_013), UUID(int=20_031)
OVERTAKEN = UUID(int=20_032)
# Refusals that protect nobody: a colleague was first.
UNFORGED = {"ObjectionAnswered"}


def with_an_objection(scene: Scene) -> None:
    """The accounts are those of the payer, who has made an objection."""
    as_second_accounts(lambda scene: scene.payer.phone)(scene)

    def action(session: Session) -> None:
        if session.get(Objection, OBJECTION) is None:
            query = select(Violation.id).where(Violation.vehicle_id == scene.payers_car.id)
            by = {"person_id": scene.payer.person_id, "state": ObjectionState.OPEN}
            put(session, Objection, id=OBJECTION, number=90_001, violation_id=session.exec(query).one(), **by)

    scene.app.write(action)


def with_an_annulled_decision(scene: Scene) -> None:
    """One of the accounts, which are of one person, has upheld an objection to a paid decision."""
    as_second_accounts(lambda scene: "+8613911112222")(scene)

    def action(session: Session) -> None:
        if session.get(Refund, REFUND_OF_ANNULLED) is not None:
            return
        member, account = first_of(session, scene)
        assert member is not None
        about = {"violation_id": put(session, Violation), "person_id": put(session, Person)}
        decision = put(session, Decision, state=DecisionState.REVOKED, **about)
        by = {"answered_by": account.id, "answered_person": account.person_id, "state": ObjectionState.UPHELD}
        put(session, Objection, number=90_002, **about, **by)
        put_refund(session, REFUND_OF_ANNULLED, about["person_id"], None)
        refund = session.get_one(Refund, REFUND_OF_ANNULLED)
        refund.about, refund.reason = decision, RefundReason.REVOKED
        add(session, refund)

    scene.app.write(action)


def with_a_first_answer(scene: Scene) -> None:
    """One of the accounts, which are of one person, has upheld an objection to a paid decision first."""
    as_second_accounts(lambda scene: "+8613911113333")(scene)

    def action(session: Session) -> None:
        if session.get(Objection, FIRST_UPHELD) is not None:
            return
        _, account = first_of(session, scene)
        about = {"violation_id": put(session, Violation), "person_id": put(session, Person)}
        put(session, Decision, state=DecisionState.PAID, fine=20_000, paid_at=scene.app.now, **about)
        by = {"first_by": account.id, "first_person": account.person_id, "state": ObjectionState.OPEN}
        put(session, Objection, id=FIRST_UPHELD, number=90_003, **about, **by)

    scene.app.write(action)


def with_overtaken_answers(scene: Scene) -> None:
    """Every account has begun to uphold an objection to a paid decision, before a colleague has upheld it first."""
    if scene.app.read(lambda session: session.get(Objection, OVERTAKEN)) is None:
        as_second_accounts(lambda scene: "+8613911114444")(scene)

    def upheld_by(colleague: UUID | None) -> None:
        def action(session: Session) -> None:
            row = session.get(Objection, OVERTAKEN)
            if row is None:
                about = {"violation_id": put(session, Violation), "person_id": put(session, Person)}
                put(session, Decision, state=DecisionState.PAID, fine=20_000, paid_at=scene.app.now, **about)
                put(session, Objection, id=OVERTAKEN, number=90_004, state=ObjectionState.OPEN, **about)
                row = session.get_one(Objection, OVERTAKEN)
            row.first_by = colleague
            add(session, row)

        scene.app.write(action)

    upheld_by(None)
    press = CardButton("", objection_cards.UPHOLD.verb, OVERTAKEN.hex)
    scene.feed(tap(telegram_id, scene.signed(press, telegram_id)) for telegram_id in scene.strangers)
    upheld_by(scene.app.read(lambda session: _account(session, scene.owner.id)))


def _account(session: Session, telegram_id: int) -> UUID:
    return session.exec(select(Account.id).where(col(Account.telegram_id) == telegram_id)).one()


def overtaken_answer(scene: Scene, random: Random, at: int) -> Update:
    """An answer in the step that the colleague's has overtaken."""
    return message(scene.strangers[at], random.choice(("录像里确有救护车。", "录像里没有救护车。")))


KINDS: tuple[Kind, ...] = (
    kind(
        "refunds of decisions that one has annulled oneself",
        tapping(REFUND_OF_ANNULLED, refund_cards.APPROVE), "annulled-by-you",
        prepare=with_an_annulled_decision,
    ),
    kind(
        "objections to paid decisions that one has upheld oneself",
        tapping(FIRST_UPHELD, objection_cards.UPHOLD), "second-answer-needed", prepare=with_a_first_answer,
    ),
    kind(
        "answers to objections that a colleague has upheld meanwhile",
        overtaken_answer, "first-answer-unseen", prepare=with_overtaken_answers, in_rounds=True,
    ),
    kind(
        "own objections under a second account",
        tapping(OBJECTION, objection_cards.OPEN, objection_cards.UPHOLD, objection_cards.REJECT), "own-objection",
        prepare=with_an_objection,
    ),
)  # fmt: skip
