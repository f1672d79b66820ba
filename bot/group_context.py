"""The context of a group's turn: what happened in a group, and the little the desk does about it.

No account, no conversation: what somebody says in a group is not said to the desk.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session
from telegram import ChatMember, Update

from bot.card import Card, CardButton, pack
from bot.links import Addresses
from bot.texts import Texts, language_for, texts
from storage.engine import outbox
from storage.engine.outbox import Channel
from storage.identity.accounts import lane


class GroupEvent(StrEnum):
    """What can happen in a group that concerns the desk."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    COMMAND = "command"


@dataclass
class GroupContext:
    """One turn of a group: one event, one transaction."""

    session: Session
    update: Update
    bot_id: int
    now: datetime
    addresses: Addresses = field(default_factory=Addresses)

    @property
    def event(self) -> GroupEvent | None:
        """What happened; None for everything that is not the desk's to hear. A command need not be one of ours."""
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
        """The first word of what was said: a command, perhaps with the name of the bot it is for."""
        message = self.update.message
        return message.text.split(None, 1)[0] if message is not None and message.text else ""

    @property
    def chat_id(self) -> int:
        """The group."""
        assert self.update.effective_chat is not None
        return self.update.effective_chat.id

    @property
    def is_channel(self) -> bool:
        """Whether it is a channel, in which nobody talks with anybody."""
        return self.update.effective_chat is not None and self.update.effective_chat.type == "channel"

    @property
    def user_id(self) -> int:
        """The Telegram user who did it; 0 for nobody in particular."""
        return self.update.effective_user.id if self.update.effective_user else 0

    @property
    def was_out(self) -> bool:
        """Whether the bot was not in the group before."""
        change = self.update.my_chat_member
        return change is not None and not _is_in(change.old_chat_member)

    @property
    def changed_at(self) -> datetime:
        """When the bot was added or removed, as Telegram says."""
        assert self.update.my_chat_member is not None
        return self.update.my_chat_member.date

    @property
    def moved(self) -> tuple[int, int]:
        """The group's id before it became a supergroup, and after; Telegram says it in either of them."""
        message = self.update.message
        assert message is not None
        if message.migrate_to_chat_id:
            return self.chat_id, message.migrate_to_chat_id
        assert message.migrate_from_chat_id
        return message.migrate_from_chat_id, self.chat_id

    @property
    def language(self) -> str:
        """The language of who did it."""
        user = self.update.effective_user
        return language_for(user.language_code if user else None)

    @property
    def texts(self) -> Texts:
        """The words in that language."""
        return texts(self.language)

    def leave(self, chat_id: int, card: Card | None, *, after: timedelta) -> None:
        """Leave a group, with one sentence before, unless it is the desk's own by then. The card has no buttons."""
        if card is not None:
            self._put(chat_id, {"card": pack(card, _no_mark)}, after)
        self._put(chat_id, {"leave": True}, after)

    def _put(self, chat_id: int, content: dict[str, Any], after: timedelta) -> None:
        errand = {"chat": chat_id, **content}
        place, due_at = lane(self.bot_id, chat_id), self.now + after
        outbox.put(self.session, Channel.GROUP, place, errand, at=self.now, due_at=due_at)


def _is_in(member: ChatMember) -> bool:
    """Say whether somebody of this standing is in the group; a restricted one may be or not."""
    return member.status in ("member", "administrator", "creator") or bool(getattr(member, "is_member", False))


def _no_mark(press: CardButton) -> str:
    raise ValueError(f"{press.verb}: nobody's button, so it cannot be marked")
