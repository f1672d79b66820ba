"""What may be meant by a plate or an engine number that is refused: “is it 123456?” is answered by a yes or a tap."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.card import Card
from bot.cards.filing import filings as cards
from bot.context import DeskContext
from bot.services.filing.typed_input import InvalidEngineNumber, InvalidPlate
from bot.services.values import yes_no
from handlers.filing.draft import FilingDraft


@contextmanager
def remembered(context: DeskContext) -> Iterator[None]:
    """Remember what may be meant by what is refused within: the refusal asks whether it is."""
    try:
        yield
    except (InvalidPlate, InvalidEngineNumber) as refusal:
        remember(context, refusal.meant)
        raise


def remember(context: DeskContext, meant: str) -> None:
    """Remember what may be meant, "" for nothing."""
    draft = context.load_draft(FilingDraft)
    if draft.meant != meant:
        draft.meant = meant
        context.store_draft(draft)


def said(context: DeskContext) -> str:
    """Return what the person says: the suggestion if they tap it or say yes to it, nothing if they say no to it."""
    meant = context.load_draft(FilingDraft).meant
    if context.incoming.tap is not None:
        return meant
    reply = yes_no.read(context.words) if meant else None
    if reply is None or reply.number is not None:
        return context.words
    return meant if reply.is_yes else ""


def with_button(context: DeskContext, card: Card) -> Card:
    """Return the card of a question with the button that says yes to the suggestion, if there is one."""
    meant = context.load_draft(FilingDraft).meant
    label = context.texts.plain("filing-suggestion", meant=meant)
    return card.with_rows((cards.SUGGESTION.on(label, ""),)) if meant else card
