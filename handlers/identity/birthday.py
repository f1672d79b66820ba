"""/birthday: the date of birth of people whose document does not carry it in its number.

/birthday ─► DATE ─► kept
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.identity import birthday as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_words
from bot.services.identity import ages


class Step(FlowStep):
    """What the flow waits for."""

    DATE = "date"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield Flow(
        "birthday",
        entry_points=[on_command("birthday", start)],
        steps={Step.DATE: Ask(day, on_words(take_day, is_sensitive=True))},
    )


def start(context: DeskContext) -> Step:
    """Ask for the date of birth, unless it is known."""
    ages.require_unknown(context.person, now=context.now)
    return Step.DATE


def day(context: DeskContext) -> Card:
    """Ask for the date of birth."""
    return cards.ask(context.texts)


def take_day(context: DeskContext) -> FlowSignal:
    """Keep the date of birth."""
    born = ages.declare_birth_date(context.session, context.person, context.words, now=context.now)
    context.show(cards.kept(context.texts, born))
    return END
