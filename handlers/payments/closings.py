"""Daily closing: a cashier closes each day once its totals agree with the bills.

/closing ─► the next day's totals ─ tap Close ─► closed; the next day
                                └─ what forbids it ─► compare the bill, resolve the differences
"""

from collections.abc import Iterator
from datetime import date

from bot.cards.payments import closings as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.errors import InvalidCallbackData
from bot.services.payments import closings


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("closing", show_day)
    yield on_tap(cards.CLOSE, close)


def show_day(context: DeskContext) -> None:
    """Show the totals of the first day that is not closed."""
    day = closings.next_day(context.session, by=context.account, now=context.now)
    found = closings.totals(context.session, day)
    problems = [problem for each in found if (problem := closings.obstacle(context.session, each))]
    texts = [context.texts(problem.key, **problem.values) for problem in problems]
    context.show(cards.page(context.texts, day, found, texts))


def close(context: DeskContext) -> None:
    """Close the day that was shown."""
    try:
        day = date.fromisoformat(context.tapped(cards.CLOSE))
    except ValueError:
        raise InvalidCallbackData from None
    closed = closings.close(context.session, day, by=context.account, now=context.now)
    context.show(cards.closed(context.texts, day, closed))
