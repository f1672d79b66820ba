"""Paper copies, staff: printed, ready to be collected or posted, delivered.

tap an open request ──► its address ──► printed ──► ready / TRACKING ─► posted ──► delivered
must not leave ──► destroyed
"""

from collections.abc import Iterator
from uuid import UUID

from pydantic import Field

from bot.card import Card
from bot.cards.certificates import paper_copies as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_tap, on_words
from bot.errors import NotYours
from bot.services.certificates import paper_copies
from bot.stored_json import Draft
from storage.certificates.paper_copies import PaperCopy, PaperStatus


class Step(FlowStep):
    """What the flow waits for."""

    TRACKING = "tracking"


class TrackingDraft(Draft):
    """The copy whose tracking number is awaited."""

    copy_id: UUID = Field(alias="copy")


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.WORK, open_work)
    yield on_tap(cards.VOID, void)
    yield Flow(
        "paper-tracking",
        entry_points=[on_tap(cards.ADVANCE, advance)],
        steps={Step.TRACKING: Ask(tracking, on_words(take_tracking))},
    )


def open_work(context: DeskContext) -> None:
    """Show a copy with its address to staff."""
    copy = paper_copies.open_for_staff(context.session, context.tapped(cards.WORK), by=context.account, now=context.now)
    context.show(cards.work(context.session, copy, context.texts))


def advance(context: DeskContext) -> Step | None:
    """Move a copy to its next status; posting needs the tracking number."""
    copy_id, to = context.tapped_pair(cards.ADVANCE)
    if to == PaperStatus.POSTED:
        copy = paper_copies.open_for_staff(context.session, copy_id, by=context.account, now=context.now)
        paper_copies.require_sendable(context.session, copy)
        context.store_draft(TrackingDraft(copy=copy_id))
        return Step.TRACKING
    _advance(context, copy_id, PaperStatus(to))
    return None


def void(context: DeskContext) -> None:
    """Record that a copy that must not leave was destroyed."""
    copy = paper_copies.void(context.session, context.tapped(cards.VOID), by=context.account, now=context.now)
    context.show(cards.work(context.session, copy, context.texts))


def tracking(context: DeskContext) -> Card:
    """Ask for the tracking number."""
    copy = context.session.get(PaperCopy, context.load_draft(TrackingDraft).copy_id)
    if copy is None:
        raise NotYours
    return cards.ask_tracking(copy, context.texts)


def take_tracking(context: DeskContext) -> FlowSignal:
    """Take the tracking number: the copy is posted."""
    _advance(context, context.load_draft(TrackingDraft).copy_id, PaperStatus.POSTED, number=context.words)
    return END


def _advance(context: DeskContext, copy_id: UUID, to: PaperStatus, *, number: str = "") -> None:
    copy = paper_copies.advance(context.session, copy_id, to, by=context.account, now=context.now, tracking=number)
    context.show(cards.work(context.session, copy, context.texts))
