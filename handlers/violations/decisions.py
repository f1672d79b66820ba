"""Decisions: what one owes, one decision with its late fee day by day, and its papers.

my unpaid decisions ──► one decision ──► voucher, receipt, late fee day by day, pay (see payments)
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Attachment
from bot.cards import objections as objection_cards
from bot.cards.payments import payments as payment_cards
from bot.cards.violations import decisions as cards
from bot.cards.violations import violations as violation_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.services.violations import amounts_due, decisions
from bot.tasks import decision_documents as document_tasks
from storage import files
from storage.violations import decisions as store
from storage.violations import violations as records
from storage.violations.decisions import Decision, DecisionState


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_tap(violation_cards.MINE, show_unpaid)
    yield on_tap(cards.DECISION, show_one)
    yield on_tap(cards.FEES, show_fees)
    yield on_tap(cards.VOUCHER, draw_voucher)
    yield on_tap(cards.RECEIPT, draw_receipt)
    yield on_result(document_tasks.draw_voucher, hand_out_voucher)
    yield on_result(document_tasks.draw_receipt, hand_out_receipt)
    yield on_timer(amounts_due.REMIND, remind)


def show_unpaid(context: DeskContext) -> None:
    """Everything this person owes."""
    person = context.person
    found = store.of_person(context.session, person.id, DecisionState.UNPAID)
    context.show(cards.unpaid(context.session, context.texts, found, person.id, now=context.now))


def show_one(context: DeskContext) -> None:
    """One decision."""
    show(context, decisions.find(context.session, context.tapped(cards.DECISION), by=context.person))


def show(context: DeskContext, decision: Decision) -> None:
    """Show a decision as it stands now."""
    violation = records.get(context.session, decision.violation_id)
    assert violation is not None
    more = tuple(objection_cards.offers(context.session, context.texts, violation, context.person))
    context.show(cards.one(context.session, context.texts, decision, now=context.now, more=more))


def show_fees(context: DeskContext) -> None:
    """The late fee day by day."""
    decision = decisions.find(context.session, context.tapped(cards.FEES), by=context.person)
    context.show(cards.fees(context.session, context.texts, decision))


def draw_voucher(context: DeskContext) -> None:
    """Draw the voucher anew."""
    decision = decisions.find(context.session, context.tapped(cards.VOUCHER), by=context.person)
    context.order_task(document_tasks.draw_voucher, decision=decision.id)
    context.say(cards.being_drawn(context.texts))


def draw_receipt(context: DeskContext) -> None:
    """Draw the receipt anew."""
    decision = decisions.find(context.session, context.tapped(cards.RECEIPT), by=context.person)
    context.order_task(document_tasks.draw_receipt, decision=decision.id)
    context.say(cards.being_drawn(context.texts))


def hand_out_voucher(context: DeskContext) -> None:
    """The voucher is drawn."""
    attachment = _paper(context)
    if attachment is not None:
        context.say(cards.voucher(context.texts, context.result["number"], attachment))


def hand_out_receipt(context: DeskContext) -> None:
    """The receipt is drawn."""
    attachment = _paper(context)
    if attachment is not None:
        context.say(payment_cards.receipt(context.texts, context.result["number"], attachment))


def remind(context: DeskContext) -> None:
    """A decision is still not paid."""
    amounts_due.send_reminder(context.session, context.subject, now=context.now)


def _paper(context: DeskContext) -> Attachment | None:
    """Return the file a task has drawn; say so where it could not."""
    drawn = context.result.get("file")
    if not drawn or files.read(context.session, UUID(hex=drawn)) is None:
        context.say(cards.not_drawn(context.texts))
        return None
    return Attachment(UUID(hex=drawn), as_document=True)
