"""The reviewers' group: chosen by adding the bot to it, moved with it, given up when the bot is out of it.

an admin adds the bot ─► the reviewers' group      anybody else does ─► one sentence, and the bot leaves
a case comes ── the next full minute ─► one message for all that came      a command ─► "in private, please"
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.cards.staff import groups as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_group, on_timer
from bot.group_context import GroupContext, GroupEvent
from bot.services.staff import groups
from bot.services.staff.groups import GroupAddition


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_group(GroupEvent.ADDED, take_in)
    yield on_group(GroupEvent.REMOVED, lose)
    yield on_group(GroupEvent.MOVED, move)
    yield on_group(GroupEvent.COMMAND, ask_in_private)
    yield on_timer(groups.ANNOUNCEMENT_TIMER, announce)


def take_in(context: GroupContext) -> None:
    """The bot is in a group: whose deed was it? It leaves the group of a stranger, and one that was replaced."""
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
    if what is GroupAddition.STRANGE and context.was_out:
        context.leave(context.chat_id, cards.strange(context.texts), after=groups.LEAVE_DELAY)
    if before is not None:
        context.leave(before, cards.replaced(context.texts), after=groups.LEAVE_DELAY)


def lose(context: GroupContext) -> None:
    """The bot was removed."""
    groups.remove(context.session, context.chat_id, changed_at=context.changed_at, now=context.now)


def move(context: GroupContext) -> None:
    """The group became a supergroup."""
    old_chat, new_chat = context.moved
    groups.migrate(context.session, old_chat, new_chat, now=context.now)


def ask_in_private(context: GroupContext) -> None:
    """A command in a group is not carried out."""
    groups.ask_in_private(context.session, context.chat_id, now=context.now)


def announce(context: DeskContext) -> None:
    """Tell the group of the cases that came."""
    groups.announce(context.session, context.subject, now=context.now)
