"""A typed label of a button presses it: 改地址, Friend, with or without its emoji, on the card of the current step."""

from dataclasses import replace

from bot.callback_data import Tap
from bot.card import CardButton
from bot.context import DeskContext
from bot.engine.inbound import prompts
from bot.engine.inbound.flows import Flows
from bot.errors import Refusal
from bot.services.phrases.normal import normal

MAX_CHARACTERS = 64


def press(context: DeskContext, flows: Flows) -> bool:
    """Handle a message that is the label of a button of the step as a tap of it. Returns False if it is none.

    A text to agree to needs a tap, and a number or a code is no label. Of two buttons with one label none is meant.
    """
    ask, label, message = flows.current(context), _letters(context.words), context.message
    if ask is None or ask.is_consent or not label or len(context.words) > MAX_CHARACTERS:
        return False
    if message is None or message.forward_origin is not None or not any(map(str.isalpha, label)):
        return False
    try:
        card = prompts.question(context, ask)
    except Refusal:  # What the step is about is over: the words are answered as any others are.
        return False
    buttons = [each for row in card.rows for each in row if isinstance(each, CardButton) and each.in_step]
    named = [each for each in buttons if _letters(each.label) == label]
    if len(named) != 1:
        return False
    tap = Tap(named[0].verb, named[0].subject, context.conversation.revision)
    context.incoming = replace(context.incoming, tap=tap)
    flows.handle_tap(context)
    return True


def _letters(text: str) -> str:
    """Return what two writings of a label have in common: letters and digits."""
    return "".join(each for each in normal(text) if each.isalnum())
