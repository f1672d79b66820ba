"""The large-text profile (长辈版): short texts, a menu of four choices, pictures in large print.

/language ──► tap Large text ──► confirmed, the current question again      /menu ──► four choices ── tap More ──► all
"""

from collections.abc import Iterator

from bot import texts
from bot.cards import large_text as cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, FlowSignal, Handler, on_tap


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.LARGE, choose)


def choose(context: DeskContext) -> FlowSignal:
    """Turn the profile on or off, and ask the current question again in it."""
    account = context.account
    account.large_text = context.tapped(cards.LARGE) == cards.ON
    context.texts = texts.texts(account.language, large=account.large_text).at(context.now)
    context.show(cards.chosen(context.texts))
    return AGAIN
