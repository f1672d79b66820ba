"""What a person's message is: a typed key of the keyboard, or a kind that is not expected here."""

from bot.context import DeskContext

# Typed in a flow, or sent by the keys of its keyboard, they do what its buttons do.
CANCEL_WORDS = frozenset({"取消", "cancel"})
BACK_WORDS = frozenset({"‹ 上一步", "上一步", "‹ back", "back"})
_NAMED = ("photo", "document", "contact", "sticker", "voice", "video", "location")


def typed_key(context: DeskContext) -> str | None:
    """Return "cancel" or "back" if the message is that word, None for any other; at a first step nothing is back."""
    words = context.words.casefold()
    if context.message is None or context.message.forward_origin is not None:
        return None
    if words in CANCEL_WORDS:
        return "cancel"
    return "back" if words in BACK_WORDS and context.conversation.trail else None


def kind_of(context: DeskContext) -> str:
    """Return the kind of the message, as in the keys `expected-not-…` of the catalogue."""
    message = context.message
    assert message is not None
    if message.forward_origin is not None:
        return "forwarded"
    for kind in _NAMED:
        if getattr(message, kind):
            return kind
    return "words" if message.text else "other"
