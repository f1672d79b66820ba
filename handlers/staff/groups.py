"""The reviewers' group: registered when an admin adds the bot to it, and ended when the bot is removed.

an admin adds the bot ─► the reviewers' group      anybody else does ─► a message, and the bot leaves
a command ─► "in private, please"
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.cards.staff import groups as cards
from bot.engine.listeners import Handler, on_group
from bot.group_context import GroupContext, GroupEvent
from bot.services.staff import groups
from bot.services.staff.groups import GroupAddition


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_group(GroupEvent.ADDED, register)
    yield on_group(GroupEvent.REMOVED, remove)
    yield on_group(GroupEvent.MOVED, migrate)
    yield on_group(GroupEvent.COMMAND, ask_in_private)


def register(context: GroupContext) -> None:
    """Register the group, or leave it if nobody entitled added the bot; leave a group that was replaced."""
    if context.is_channel:
        context.leave(context.chat_id, None, after=timedelta())
        return
    what, before = groups.register(
        context.session,
        context.chat_id,
        bot_id=context.bot_id,
        by=context.user_id,
        language=context.language,
        changed_at=context.changed_at,
        now=context.now,
    )
    if what is GroupAddition.UNAUTHORISED and context.was_out:
        context.leave(context.chat_id, cards.unauthorised(context.texts), after=groups.LEAVE_DELAY)
    if before is not None:
        context.leave(before, cards.replaced(context.texts), after=groups.LEAVE_DELAY)


def remove(context: GroupContext) -> None:
    """End the group: the bot was removed."""
    groups.remove(context.session, context.chat_id, changed_at=context.changed_at, now=context.now)


def migrate(context: GroupContext) -> None:
    """Follow the group to its new id: it became a supergroup."""
    old_chat, new_chat = context.moved
    groups.migrate(context.session, old_chat, new_chat, now=context.now)


def ask_in_private(context: GroupContext) -> None:
    """Answer a command in a group with a pointer to the private chat."""
    groups.ask_in_private(context.session, context.chat_id, now=context.now)
