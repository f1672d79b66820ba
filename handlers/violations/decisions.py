"""Penalty decisions: the unpaid and the paid ones, one decision with its late fees by day, its PDF and receipt.

my unpaid decisions ──► one decision ──► PDF, receipt, late fees by day, pay (see payments)
"""

from collections.abc import Callable, Iterator
from uuid import UUID

from bot.card import Attachment, Button, Card
from bot.cards import objections as objection_cards, pages
from bot.cards.payments import payments as payment_cards
from bot.cards.violations import decisions as cards, violations as violation_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.services.violations import amounts_due, decisions
from bot.tasks import decisions as decision_tasks
from bot.tasks.decisions import DrawnDocument
from bot.texts import Texts
from storage import files
from storage.violations import decisions as store
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(violation_cards.UNPAID, show_unpaid)
    yield on_tap(violation_cards.PAID, show_paid)
    yield on_tap(cards.DECISION, show_one)
    yield on_tap(cards.FEES, show_fees)
    yield on_tap(cards.DECISION_PDF, draw_decision_pdf)
    yield on_tap(cards.RECEIPT, draw_receipt)
    yield on_result(decision_tasks.draw_decision, send_decision_pdf)
    yield on_result(decision_tasks.draw_receipt, send_receipt)
    yield on_timer(amounts_due.REMIND, remind)


def show_unpaid(context: DeskContext) -> None:
    """Show a page of the unpaid decisions of the person."""
    person = context.person
    found = store.of_person(context.session, person.id, DecisionState.UNPAID)
    number = pages.number_in(context.tapped(violation_cards.UNPAID))
    context.show(cards.unpaid(context.session, context.texts, found, person.id, now=context.now, number=number))


def show_paid(context: DeskContext) -> None:
    """Show a page of the paid fines of the person."""
    found = store.with_receipt(context.session, context.person.id, limit=None)
    number = pages.number_in(context.tapped(violation_cards.PAID))
    context.show(cards.paid(context.session, context.texts, found, now=context.now, number=number))


def show_one(context: DeskContext) -> None:
    """Show one decision."""
    show(context, decisions.find(context.session, context.tapped(cards.DECISION), by=context.person))


def show(context: DeskContext, decision: Decision) -> None:
    """Show a decision as it is now."""
    violation = context.session.get_one(Violation, decision.violation_id)
    more = tuple(objection_cards.offers(context.session, context.texts, violation, context.person, now=context.now))
    context.show(cards.one(context.session, context.texts, decision, now=context.now, more=more))


def show_fees(context: DeskContext) -> None:
    """Show the late fee by day."""
    decision = decisions.find(context.session, context.tapped(cards.FEES), by=context.person)
    context.show(cards.fees(context.session, context.texts, decision))


def draw_decision_pdf(context: DeskContext) -> None:
    """Order the decision as PDF."""
    decision = decisions.find(context.session, context.tapped(cards.DECISION_PDF), by=context.person)
    reference = context.order_task(decision_tasks.draw_decision, decision=decision.id, reader=context.person.id)
    context.await_result(cards.being_drawn(context.texts), reference, anew=True)


def draw_receipt(context: DeskContext) -> None:
    """Order the receipt as PDF."""
    decision = decisions.find(context.session, context.tapped(cards.RECEIPT), by=context.person)
    reference = context.order_task(decision_tasks.draw_receipt, decision=decision.id, reader=context.person.id)
    context.await_result(cards.being_drawn(context.texts), reference, anew=True)


def send_decision_pdf(context: DeskContext) -> None:
    """Send the decision as PDF, or say that it could not be drawn."""
    drawn = context.result_of(decision_tasks.draw_decision)
    _send(context, drawn, cards.decision_pdf, ("decision-not-drawn", cards.DECISION_PDF))


def send_receipt(context: DeskContext) -> None:
    """Send the receipt, or say that it could not be drawn."""
    drawn = context.result_of(decision_tasks.draw_receipt)
    _send(context, drawn, payment_cards.receipt, ("receipt-not-drawn", cards.RECEIPT))


def remind(context: DeskContext) -> None:
    """Remind of a decision that is still not paid."""
    amounts_due.send_reminder(context.session, context.subject, now=context.now)


def _send(
    context: DeskContext,
    drawn: DrawnDocument | None,
    card: Callable[[Texts, str, Attachment], Card],
    failed: tuple[str, Button[UUID]],
) -> None:
    """Send a paper; or say which one could not be made, with the button that orders it again."""
    if drawn is not None and files.read(context.session, drawn.file) is not None:
        context.say(card(context.texts, drawn.number, Attachment(drawn.file, as_document=True)))
        return
    decision_id = context.ordered("decision")
    decision = context.session.get(Decision, decision_id) if decision_id is not None else None
    if decision is None:
        context.say(cards.not_drawn(context.texts))
    else:
        context.say(cards.not_drawn_again(context.texts, failed[0], decision, failed[1]))
