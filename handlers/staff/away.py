"""/away: a member of staff hears of no work until a day, and what they have taken is free again.

/away 2026-12-05, /away until 12-05 ─► away until its end    /away off, Back ─► present     /away ─► until when
"""

from collections.abc import Iterator

from bot.cards.staff import away as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.services.staff import work_handover

OFF = ("off", "back", "回来", "结束")


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("away", away)
    yield on_tap(cards.BACK, come_back)


def away(context: DeskContext) -> None:
    """Show until when the member is away, begin or end it."""
    until = work_handover.away_until(context.session, by=context.account, now=context.now)
    said = [word.lower() for word in context.arguments if word.lower() not in ("until", "到")]
    if not said:
        context.show(cards.away(until, context.texts))
    elif said[0] in OFF:
        come_back(context)
    else:
        last = work_handover.parse_day(said[0], now=context.now)
        until, given = work_handover.go_away(context.session, last, by=context.account, now=context.now)
        context.show(cards.begun(context.session, until, given, context.texts))


def come_back(context: DeskContext) -> None:
    """End being away."""
    work_handover.come_back(context.session, by=context.account, now=context.now)
    context.show(cards.ended(context.texts))
