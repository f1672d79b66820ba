"""Daily closing: a cashier closes each day once its totals agree with the bills.

/closing ─► the next day's totals ─ tap Close ─► closed; the next day
                                ├─ what forbids it ─► compare the bill, resolve the differences
                                └─ tap Close without the bill ─► REASON ─ words ─► closed on the desk's own records
"""

from collections.abc import Iterator
from datetime import date

from bot.card import Button, Card
from bot.cards.payments import closings as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import InvalidCallbackData
from bot.services.payments import closings
from bot.stored_json import Draft


class Step(FlowStep):
    """What the flow waits for."""

    REASON = "reason"


class ClosingDraft(Draft):
    """The day that is being closed without a bill."""

    day: date


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("closing", show_day)
    yield on_tap(cards.CLOSE, close)
    yield Flow(
        "closing-without-bill",
        entry_points=[on_tap(cards.WITHOUT_BILL, begin)],
        steps={Step.REASON: Ask(reason, on_words(take_reason))},
    )


def show_day(context: DeskContext) -> None:
    """Show the totals of the first day that is not closed."""
    day = closings.next_day(context.session, by=context.account, now=context.now)
    found = closings.totals(context.session, day)
    problems = [problem for each in found if (problem := closings.obstacle(context.session, each))]
    texts = [context.texts(problem.key, **problem.values) for problem in problems]
    lacking = closings.may_lack_bill(context.session, day, now=context.now)
    context.show(cards.page(context.texts, day, found, texts, lacking))


def close(context: DeskContext) -> None:
    """Close the day that was shown."""
    _close(context, _day(context, cards.CLOSE))


def begin(context: DeskContext) -> Step:
    """Check that the day is the next one and lacks nothing but a bill, then ask why it is closed without."""
    day = _day(context, cards.WITHOUT_BILL)
    closings.require_may_lack_bill(context.session, day, by=context.account, now=context.now)
    context.store_draft(ClosingDraft(day=day))
    return Step.REASON


def reason(context: DeskContext) -> Card:
    """Ask for the reason."""
    return cards.ask_reason(context.texts, context.load_draft(ClosingDraft).day)


def take_reason(context: DeskContext) -> FlowSignal:
    """Close the day with this reason."""
    _close(context, context.load_draft(ClosingDraft).day, why=context.words)
    return END


def _day(context: DeskContext, button: Button[str]) -> date:
    try:
        return date.fromisoformat(context.tapped(button))
    except ValueError:
        raise InvalidCallbackData from None


def _close(context: DeskContext, day: date, *, why: str = "") -> None:
    closed = closings.close(context.session, day, reason=why, by=context.account, now=context.now)
    context.show(cards.closed(context.texts, day, closed))
