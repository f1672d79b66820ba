"""Refunds that were paid back without the gateway: in the provider's console, or in cash or by transfer.

one refund ─ tap Paid back elsewhere ─► REFERENCE ─ its number ─► done, or waits for a second cashier
the second ─ tap Confirm ─► done
"""

from collections.abc import Iterator
from uuid import UUID

from pydantic import Field

from bot.card import Card
from bot.cards.payments import refunds as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_tap, on_words
from bot.errors import NotYours
from bot.services.payments import refunds_elsewhere
from bot.stored_json import Draft
from storage.payments.refunds import Refund, RefundState, RefundWay


class Step(FlowStep):
    """What the flow waits for."""

    REFERENCE = "reference"


class ReferenceDraft(Draft):
    """The refund that was paid back elsewhere, and how."""

    refund_id: UUID = Field(alias="refund")
    way: RefundWay


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.CONFIRM, confirm)
    yield Flow(
        "refund-elsewhere",
        entry_points=[on_tap(cards.ELSEWHERE, begin)],
        steps={Step.REFERENCE: Ask(reference, on_words(take_reference))},
    )


def begin(context: DeskContext) -> Step:
    """Check that the cashier may, then ask under which number it was paid back."""
    refund_id, chosen = context.tapped_pair(cards.ELSEWHERE)
    way = RefundWay(chosen)
    refunds_elsewhere.require_may_pay_back(context.session, refund_id, way, by=context.account)
    context.store_draft(ReferenceDraft(refund=refund_id, way=way))
    return Step.REFERENCE


def reference(context: DeskContext) -> Card:
    """Ask for the number."""
    draft = context.load_draft(ReferenceDraft)
    refund = context.session.get(Refund, draft.refund_id)
    if refund is None:
        raise NotYours
    return cards.ask_reference(context.session, context.texts, refund, draft.way)


def take_reference(context: DeskContext) -> FlowSignal:
    """Take the number: the refund is done, or waits for a second cashier."""
    draft, by = context.load_draft(ReferenceDraft), context.account
    refund = refunds_elsewhere.pay_back(
        context.session, draft.refund_id, draft.way, context.words, by=by, now=context.now
    )
    is_done = refund.state is RefundState.DONE
    context.show((cards.refund_done if is_done else cards.refund_said)(context.texts, refund))
    return END


def confirm(context: DeskContext) -> None:
    """Confirm as the second cashier that it was paid back elsewhere."""
    tapped = context.tapped(cards.CONFIRM)
    refund = refunds_elsewhere.confirm(context.session, tapped, by=context.account, now=context.now)
    context.show(cards.refund_done(context.texts, refund))
