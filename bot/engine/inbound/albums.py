"""Albums: each picture arrives as a message of its own, but what the desk says about an album is said once."""

from bot.context import DeskContext


def is_answered(context: DeskContext) -> bool:
    """Return whether an earlier picture of this message's album was answered; if not, this one is from now on."""
    album = context.message.media_group_id if context.message is not None else None
    if album is not None and album == context.conversation.album:
        return True
    context.conversation.album = album or ""
    return False
