"""Taps that are made twice: the second one before the screen has changed does nothing; a later one adds a message.

The last tap that was handled is stored in the conversation: which message, which button, and when; it begins with `~`
if the message stays as it was.
"""

from bot.context import DeskContext

SECONDS = 3


def is_double(context: DeskContext) -> bool:
    """Return whether the same button of the same message was tapped just before."""
    last, _, at = context.conversation.tapped.rpartition("@")
    is_same = _tap(context) == last.removeprefix("~") != ""
    return is_same and abs(context.now.timestamp() - int(at)) <= SECONDS  # The clock may have been set back.


def keep_message(context: DeskContext) -> None:
    """Do not edit the tapped message in this turn if the same tap has edited it before."""
    context.edited = context.edited or _tap(context) == context.conversation.tapped.rpartition("@")[0] != ""


def remember(context: DeskContext) -> None:
    """Remember the tap of this turn, and whether it has edited its message."""
    if tap := _tap(context):
        context.conversation.tapped = f"{'' if context.edited else '~'}{tap}@{int(context.now.timestamp())}"


def _tap(context: DeskContext) -> str:
    query = context.query
    return f"{query.message.message_id}:{query.data}" if query is not None and query.message is not None else ""
