"""What somebody wanted and what they typed, kept while something else comes first.

A guest's wish waits until they have registered: a command with its words, own words, a code of a picture; then it goes
on in a turn of its own. So does the wish of who has to agree to a text first, unless they type something else.
A text that may be an answer to a step waits while the person is asked which was meant.
"""

from dataclasses import replace
from typing import Any

from telegram import Message, Update

from bot.cards import navigation, own_words
from bot.context import DeskContext
from bot.engine.inbound import prompts
from bot.engine.inbound.refusal_cards import waits_for_consent
from bot.errors import NotRegistered, Refusal
from bot.incoming import Incoming

MAX_CHARACTERS = 1000  # Of a wish; longer texts are no requests.
REGISTRATION = "registration"  # The flow after which a wish goes on.


def remember(context: DeskContext, refusal: Refusal) -> bool:
    """Keep what somebody asked for that requires registration, or a consent. Returns whether something is kept."""
    if not _may_wait(context, refusal):
        return False
    wish = _wish_of(context)
    if not wish or len(wish) > MAX_CHARACTERS:
        return False
    context.conversation.wish = wish
    return True


def forget_if_replaced(context: DeskContext) -> None:
    """Forget the wish of a registered person who types something else, before they have agreed."""
    message = context.message
    if context.account.person_id is not None and message is not None and message.text != "/terms":
        context.conversation.wish = ""


def forget_if_cancelled(context: DeskContext, flow: str) -> None:
    """Forget the wish of a guest who has cancelled their registration. flow: in which they were."""
    if flow == REGISTRATION and not context.conversation.flow and context.account.person_id is None:
        context.conversation.wish = ""


def typed_again(context: DeskContext, typed: str) -> Incoming:
    """Return the event of a message with this text, as the person has sent it in place of the tap of this turn.

    The question on whose card they tapped is answered.
    """
    context.conversation.typed = typed
    prompts.end_question(context)
    person = {"id": context.account.telegram_id, "is_bot": False, "first_name": ""}
    chat = {"id": context.account.telegram_id, "type": "private"}
    message: dict[str, Any] = {"message_id": 0, "date": 0, "chat": chat, "from": person, "text": typed}
    return replace(context.incoming, update=Update(0, message=Message.de_json(message, None)), tap=None)


def _may_wait(context: DeskContext, refusal: Refusal) -> bool:
    """Whether the refusal leads to where the wish goes on; what is typed at a step of a flow is asked for again."""
    if waits_for_consent(refusal):
        return not context.conversation.flow
    account = context.account
    is_guest = account.person_id is None and account.ended_at is None
    return is_guest and any(isinstance(reason, NotRegistered) for reason in refusal.reasons())


def _wish_of(context: DeskContext) -> str:
    """Return what this turn is about, in words that can be read again; empty for a tap on anything but a command."""
    incoming, message = context.incoming, context.message
    if message is not None:
        return (message.text or "").strip()
    if incoming.task == context.WISH:
        return ""  # It has waited once.
    if incoming.task:
        return str(next(iter(incoming.result.get("texts", [])), ""))
    tap = incoming.tap
    if tap is not None and tap.verb == own_words.MEANT.verb:
        return tap.subject
    return f"/{tap.subject}" if tap is not None and tap.verb == navigation.GO.verb else ""
