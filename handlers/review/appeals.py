"""/appeal: a person appeals against their entry of the blacklist, a third member of staff decides.

/appeal ─► WORDS ── a message ─► CONFIRM ─ tap Submit ─► appealed      /appeal WORDS ─► CONFIRM
/blacklist ─► an entry (blacklist) ── tap Lift, Uphold ─► decided
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.review import blacklist as cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.services.review import appeals
from bot.stored_json import Draft
from handlers.review import blacklist


class Step(FlowStep):
    """What the flow waits for."""

    WORDS = "words"
    CONFIRM = "confirm"


class AppealDraft(Draft):
    """An appeal that is being made."""

    said: str


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield Flow(
        "appeal",
        entry_points=[on_command("appeal", appeal)],
        steps={
            Step.WORDS: Ask(words, on_words(take_words)),
            Step.CONFIRM: Ask(confirmation, on_tap(cards.SEND_APPEAL, send), on_words(confirm_words), asks_yes=True),
        },
    )
    yield on_tap(cards.LIFT, decide)
    yield on_tap(cards.UPHOLD, decide)


def appeal(context: DeskContext) -> Step:
    """Begin an appeal; the words of `/appeal WORDS` have to be confirmed like those of the step."""
    appeals.appealable(context.session, context.person, now=context.now)
    return take_words(context) if context.words else Step.WORDS


def words(context: DeskContext) -> Card:
    """Ask why the entry is wrong."""
    return cards.ask_appeal(appeals.appealable(context.session, context.person, now=context.now), context.texts)


def take_words(context: DeskContext) -> Step:
    """Take the person's words."""
    context.store_draft(AppealDraft(said=appeals.parse_words(context.words)))
    return Step.CONFIRM


def confirm_words(context: DeskContext) -> Step | FlowSignal:
    """Take words that replace the earlier ones; an answer to the question only names its button."""
    if not appeals.is_answer(context.words):
        return take_words(context)
    context.heading = context.texts("appeal-tap-to-send")
    return AGAIN


def confirmation(context: DeskContext) -> Card:
    """Show the words, to be submitted: there is one appeal, and what is submitted cannot be changed."""
    return cards.confirm_appeal(context.texts, said=context.load_draft(AppealDraft).said)


def send(context: DeskContext) -> FlowSignal:
    """Make the appeal."""
    appeals.appeal(context.session, context.person, context.load_draft(AppealDraft).said, now=context.now)
    context.show(cards.appealed(context.texts))
    return END


def decide(context: DeskContext) -> None:
    """Lift or uphold an entry on appeal, as the third person."""
    lift = context.is_tap_of(cards.LIFT)
    entry_id = context.tapped(cards.LIFT if lift else cards.UPHOLD)
    blacklist.show_decided(
        context, appeals.decide(context.session, entry_id, lift=lift, by=context.account, now=context.now)
    )
