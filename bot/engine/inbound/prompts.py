"""The cards of steps: each question with Back and Cancel, alone or below a hint or a refusal.

A step has one live card. When another shows the step, or the step is over, the earlier card loses its buttons; this is
done at the end of the turn (`take_buttons`), because the turn may edit that very card. So does the card that asks
whether words are the answer to the step (`ask_which`).
"""

from dataclasses import replace
from uuid import UUID, uuid4

from bot.card import Card, Keyboard
from bot.cards import navigation
from bot.context import AWAITING, DeskContext
from bot.engine.inbound.refusal_cards import refusal_card
from bot.engine.listeners import Ask, OnResult
from bot.errors import Refusal
from storage.engine import button_removal, chat_messages, outbox

# What a card is about that asks whether words are the answer to the step, and a hint below a text to agree to.
WHICH, HINT = "which", "hint"


def question(context: DeskContext, ask: Ask) -> Card:
    """Return the step's card with Back and Cancel (or Leave)."""
    card = navigation.above(context.heading, ask.prompt(context)) if context.heading else ask.prompt(context)
    is_first = not context.conversation.trail
    return card.with_rows(navigation.flow_row(context.texts, first=is_first, leaves=ask.on_leave is not None))


def show(context: DeskContext, card: Card, *, anew: bool = False) -> None:
    """Show a card with the buttons of the current step. anew: as a new message, even after a tap."""
    context.end_card()
    end_question(context)
    reference = context.say(card) if anew else context.show(card)
    if card.keyboard is not Keyboard.CONTACT or card.other_rows:  # Keys below the text field are no buttons.
        context.conversation.card = reference.hex


def ask_which(context: DeskContext, card: Card) -> None:
    """Ask whether the words of this turn are the answer to the step; they are kept for it."""
    end_question(context)
    context.conversation.typed = context.words
    context.say(card, about=WHICH)


def end_question(context: DeskContext) -> None:
    """Forget words that may be the answer to the step; the card that asks about them is over."""
    if context.conversation.typed:
        context.conversation.typed = ""
        asked = button_removal.references_about(context.session, context.account.lane, WHICH)
        context.over += [reference.hex for reference in asked[-1:]]


def show_again(context: DeskContext, ask: Ask, words: str) -> None:
    """Show a hint with the buttons of the step, without its pictures, which stand above.

    A text to agree to stays above as it is, and is shown once more, with its button, below every second hint.
    """
    card = replace(question(context, ask), attachments=())  # Refused if what it asks for is over, also for a hint.
    lane = context.account.lane
    if ask.is_consent and context.conversation.card and chat_messages.newest_topic(context.session, lane) != HINT:
        context.say(Card(navigation.continued(words, context.texts)), about=HINT)
        return
    show(context, navigation.hint(words, card, context.texts, is_whole=ask.is_consent), anew=True)


def show_refusal(context: DeskContext, ask: Ask, card: Card) -> None:
    """Show a refusal with the question of the step below.

    If the question itself is refused (the vehicle was sold meanwhile), the flow ends, so that nobody is stuck in it.
    """
    try:
        prompt = replace(question(context, ask), attachments=())
    except Refusal as refusal:
        context.leave(context.conversation.flow)
        end = refusal_card(context, refusal)
        context.show(end if end.text == card.text else navigation.above(card.text, end))
    else:
        prompt, is_whole = prompt.with_rows(*card.rows), ask.is_consent or context.tapped_message is not None
        show(context, navigation.hint(card.text, prompt, context.texts, is_whole=is_whole))


def leaving(context: DeskContext, ask: Ask | None) -> Card | None:
    """Return what is shown to who leaves a step about something that lives on; the refusal, if that has gone."""
    if ask is None or ask.on_leave is None:
        return None
    try:
        return ask.on_leave(context)
    except Refusal as refusal:  # It must not keep anybody in the step.
        return refusal_card(context, refusal)


def find_awaiting(context: DeskContext, ask: Ask | None) -> None:
    """Find the message that said that the task of this turn's result was at work: its own, or the card of the step."""
    session, reference = context.session, context.incoming.reference
    if reference:
        about = f"{AWAITING}{reference.replace('-', '')}"
        context.awaiting = chat_messages.newest_about(session, about, context.account.lane)
    if context.awaiting is None and ask is not None and _awaits(context, ask) and context.conversation.card:
        context.awaiting = _message_of(context, context.conversation.card)


def take_buttons(context: DeskContext) -> None:
    """Take the buttons of the cards that are over, but for the one that this turn has edited.

    The message that a result was awaited with is deleted, unless a card has taken its place.
    """
    if not context.conversation.flow:
        end_question(context)
    if context.awaiting is not None:
        message = {"chat": context.account.telegram_id, "delete": context.awaiting}
        outbox.put(context.session, outbox.Channel.CHAT, f"deletion:{uuid4().hex}", message, at=context.now)
    for reference in dict.fromkeys(context.over):
        if not context.replaced or _message_of(context, reference) != context.tapped_message:
            button_removal.take(context.session, context.account, UUID(hex=reference), at=context.now)
    context.over = []


def _awaits(context: DeskContext, ask: Ask) -> bool:
    results = (each.task for each in ask.listeners if isinstance(each, OnResult))
    return ask.is_progress and context.incoming.task in results


def is_on_card(context: DeskContext) -> bool:
    """Whether the tapped button stands on the message that shows the current step by now."""
    card = context.conversation.card
    return context.tapped_message is not None and bool(card) and _message_of(context, card) == context.tapped_message


def _message_of(context: DeskContext, reference: str) -> int | None:
    return chat_messages.message_by_reference(context.session, reference)
