"""/appeal: a person appeals against their entry of the blacklist, a third member of staff decides.

/appeal ─► WORDS ── a message ─► appealed      /appeal WORDS ─► appealed
/blacklist ─► an entry (blacklist) ── tap Lift, Uphold ─► decided
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.review import blacklist as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.services.review import appeals
from handlers.review import blacklist


class Step(FlowStep):
    """What the flow waits for."""

    WORDS = "words"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield Flow(
        "appeal",
        entry_points=[on_command("appeal", appeal)],
        steps={Step.WORDS: Ask(words, on_words(take_words))},
    )
    yield on_tap(cards.LIFT, decide)
    yield on_tap(cards.UPHOLD, decide)


def appeal(context: DeskContext) -> Step | None:
    """Begin an appeal; `/appeal WORDS` makes it at once."""
    if context.words:
        _appeal(context)
        return None
    appeals.appealable(context.session, context.person, now=context.now)
    return Step.WORDS


def words(context: DeskContext) -> Card:
    """Ask why the entry is wrong."""
    return cards.ask_appeal(appeals.appealable(context.session, context.person, now=context.now), context.texts)


def take_words(context: DeskContext) -> FlowSignal:
    """Make the appeal with these words."""
    _appeal(context)
    return END


def decide(context: DeskContext) -> None:
    """Lift or uphold an entry on appeal, as the third person."""
    lift = context.is_tap_of(cards.LIFT)
    entry_id = context.tapped(cards.LIFT if lift else cards.UPHOLD)
    blacklist.show_decided(
        context, appeals.decide(context.session, entry_id, lift=lift, by=context.account, now=context.now)
    )


def _appeal(context: DeskContext) -> None:
    appeals.appeal(context.session, context.person, context.words, now=context.now)
    context.show(cards.appealed(context.texts))
