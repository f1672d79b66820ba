"""/birthday: the date of birth of people whose document does not carry it in its number.

/birthday ─► DATE ─► CONFIRM ─ tap Yes, 是, yes ─► kept      不, no ─► DATE
               └── another date ──┘
"""

from collections.abc import Iterator
from datetime import date

from bot import local_time
from bot.card import Card
from bot.cards.identity import birthday as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.services.identity import ages
from bot.services.values import yes_no
from bot.stored_json import Draft


class Step(FlowStep):
    """What the flow waits for."""

    DATE = "date"
    CONFIRM = "confirm"


class BirthdayDraft(Draft):
    """The date of birth that is to be confirmed."""

    born: date


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield Flow(
        "birthday",
        entry_points=[on_command("birthday", start)],
        steps={
            Step.DATE: Ask(day, on_words(take_day, is_sensitive=True)),
            Step.CONFIRM: Ask(
                confirmation, on_tap(cards.CONFIRM, keep), on_words(take_words, is_sensitive=True), asks_yes=True
            ),
        },
    )


def start(context: DeskContext) -> Step:
    """Ask for the date of birth, unless it is known."""
    ages.require_unknown(context.person, now=context.now)
    return Step.DATE


def day(context: DeskContext) -> Card:
    """Ask for the date of birth."""
    return cards.ask(context.texts)


def take_day(context: DeskContext) -> Step:
    """Read the date of birth, which is shown before it is kept."""
    born = ages.parse_birth_date(context.words, today=local_time.date_of(context.now))
    context.store_draft(BirthdayDraft(born=born))
    return Step.CONFIRM


def confirmation(context: DeskContext) -> Card:
    """Ask whether the date was read rightly, as the person cannot change it."""
    born = context.load_draft(BirthdayDraft).born
    return cards.confirmation(context.texts, born, ages.too_young(context.session, born, now=context.now))


def take_words(context: DeskContext) -> FlowStep | FlowSignal:
    """Keep the date after a plain yes, ask again after a no; read anything else as another date."""
    reply = yes_no.read(context.words)
    if reply is None or reply.number is not None or reply.is_nod:  # It cannot be changed: that needs a plain yes.
        return take_day(context)
    return keep(context) if reply.is_yes else Step.DATE


def keep(context: DeskContext) -> FlowSignal:
    """Keep the date of birth."""
    typed = context.load_draft(BirthdayDraft).born.isoformat()
    born = ages.declare_birth_date(context.session, context.person, typed, now=context.now)
    context.show(cards.kept(context.texts, born, ages.too_young(context.session, born, now=context.now)))
    return END
