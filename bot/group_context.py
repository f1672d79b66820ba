"""The context of a turn in a group: what happened there, and the few things the desk does about it.

There is no account and no conversation: what people say in a group is not addressed to the desk.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session
from telegram import ChatMember, Update

from bot.card import Card
from bot.links import DeskLinks
from bot.packed_cards import pack_for_group
from bot.texts import Texts, language_for, texts
from storage.engine import outbox
from storage.engine.outbox import Channel
from storage.identity.accounts import lane


class GroupEvent(StrEnum):
    """Events in groups that the desk handles."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    COMMAND = "command"


@dataclass
class GroupContext:
    """One turn in a group: one event, one transaction."""

    session: Session
    update: Update
    bot_id: int
    now: datetime
    links: DeskLinks = field(default_factory=DeskLinks)

    @property
    def event(self) -> GroupEvent | None:
        """What happened; None for what the desk ignores. A command need not be one of the desk's."""
        change, message = self.update.my_chat_member, self.update.message
        if change is not None:
            return GroupEvent.ADDED if _is_in(change.new_chat_member) else GroupEvent.REMOVED
        if message is None:
            return None
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            return GroupEvent.MOVED
        return GroupEvent.COMMAND if message.text and message.text.startswith("/") else None

    @property
    def first_word(self) -> str:
        """The first word of the message: a command, perhaps with the name of the bot it is for."""
        message = self.update.message
        return message.text.split(None, 1)[0] if message is not None and message.text else ""

    @property
    def chat_id(self) -> int:
        """The Telegram id of the group."""
        assert self.update.effective_chat is not None
        return self.update.effective_chat.id

    @property
    def is_channel(self) -> bool:
        """Whether it is a channel, where members do not write."""
        return self.update.effective_chat is not None and self.update.effective_chat.type == "channel"

    @property
    def user_id(self) -> int:
        """The Telegram user who caused the event; 0 if it names none."""
        return self.update.effective_user.id if self.update.effective_user else 0

    @property
    def was_out(self) -> bool:
        """Whether the bot was not in the group before."""
        change = self.update.my_chat_member
        return change is not None and not _is_in(change.old_chat_member)

    @property
    def changed_at(self) -> datetime:
        """When the bot was added or removed, by Telegram's clock."""
        assert self.update.my_chat_member is not None
        return self.update.my_chat_member.date

    @property
    def moved(self) -> tuple[int, int]:
        """The group's id before and after it became a supergroup; Telegram sends the message in either chat."""
        message = self.update.message
        assert message is not None
        if message.migrate_to_chat_id:
            return self.chat_id, message.migrate_to_chat_id
        assert message.migrate_from_chat_id
        return message.migrate_from_chat_id, self.chat_id

    @property
    def language(self) -> str:
        """The language of the user who caused the event."""
        user = self.update.effective_user
        return language_for(user.language_code if user else None)

    @property
    def texts(self) -> Texts:
        """The catalogue of that language."""
        return texts(self.language).at(self.now)

    def leave(self, chat_id: int, card: Card | None, *, after: timedelta) -> None:
        """Leave a group, after a card without buttons, unless it is the reviewers' group by then."""
        if card is not None:
            self._put(chat_id, {"card": pack_for_group(card)}, after)
        self._put(chat_id, {"leave": True}, after)

    def _put(self, chat_id: int, content: dict[str, Any], after: timedelta) -> None:
        delivery, due_at = {"chat": chat_id, **content}, self.now + after
        outbox.put(self.session, Channel.GROUP, lane(self.bot_id, chat_id), delivery, at=self.now, due_at=due_at)


def _is_in(member: ChatMember) -> bool:
    """Return whether a member of this status is in the group; restricted ones may or may not be."""
    return member.status in ("member", "administrator", "creator") or bool(getattr(member, "is_member", False))
