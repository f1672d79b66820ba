"""Sends notifications to the reviewers' group, and leaves groups that are not the reviewers'.

A group's id changes when it becomes a supergroup. So a notification for the group names no chat: the chat is looked up
when it is sent, and when Telegram answers with a new id, that id is used and stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.cards.notification import Reader
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult
from bot.engine.outbound.telegram import NO_CHAT, TelegramChannel, retry_error
from bot.links import DeskLinks
from bot.packed_cards import pack_for_group
from bot.services.staff import groups as service
from bot.texts import texts
from storage.engine.outbox import NOTIFICATION_KEY, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from storage.staff import groups

NO_GROUP = "no group any more"
VOID = "nothing to say any more"


@dataclass(frozen=True)
class GroupAction:
    """What to do in a chat: send a packed card, or leave the chat if there is none."""

    chat: int
    card: dict[str, Any] | None


class GroupSender(ChannelSender):
    """Sends cards to groups."""

    def __init__(self, telegram: TelegramChannel, links: DeskLinks) -> None:
        self._telegram = telegram
        self._links = links

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Send a card to a group, or leave it. Raises DeliveryUnknown or NotDelivered."""
        if NOTIFICATION_KEY in delivery.content:
            return await self._send_notification(delivery.content)
        return await self._leave(delivery.content)

    async def gateway_answers(self) -> bool:
        """Return whether the Bot API is up."""
        return await self._telegram.answers()

    def abandon(self, delivery: QueuedDelivery, note: str) -> DeliveryResult:
        """Notify each reviewer instead."""
        result = super().abandon(delivery, note)
        content = delivery.content
        return replace(result, then=self._notify_each(content)) if NOTIFICATION_KEY in content else result

    async def _send_notification(self, content: dict[str, Any]) -> DeliveryResult:
        action = await self._telegram.database.read(lambda session: self._action(session, content))
        if isinstance(action, DeliveryResult):
            return action
        try:
            return DeliveryResult(DeliveryState.DONE, message_id=await self._do(action))
        except ChatMigrated as migration:
            moved = GroupAction(migration.new_chat_id, action.card)
            return await self._send_after_migration(content, action.chat, moved)
        except (Forbidden, BadRequest) as problem:
            return self._refused(content, action.chat, problem)
        except TelegramError as problem:
            raise retry_error(problem) from problem

    async def _send_after_migration(
        self, content: dict[str, Any], old_chat: int, action: GroupAction
    ) -> DeliveryResult:
        """Send it to the group's new id; if that fails, the next attempt gets the new id from Telegram again."""

        def migrate(session: Session) -> None:
            service.migrate(session, old_chat, action.chat, now=self._telegram.clock())

        try:
            return DeliveryResult(DeliveryState.DONE, message_id=await self._do(action), then=migrate)
        except (Forbidden, BadRequest) as problem:
            return self._refused(content, action.chat, problem, before=migrate)
        except TelegramError as problem:
            raise retry_error(problem) from problem

    async def _leave(self, content: dict[str, Any]) -> DeliveryResult:
        """Act in a group that is not the reviewers', unless it has become so. Done if the bot has no access to it."""
        chat, done = content["chat"], DeliveryResult(DeliveryState.DONE, note=VOID)
        for _ in range(2):
            if await self._telegram.database.read(partial(groups.is_serving, chat_id=chat)):
                return done
            try:
                return DeliveryResult(
                    DeliveryState.DONE, message_id=await self._do(GroupAction(chat, content.get("card")))
                )
            except ChatMigrated as migration:
                chat = migration.new_chat_id
            except (Forbidden, BadRequest):
                return done
            except TelegramError as problem:
                raise retry_error(problem) from problem
        return done

    async def _do(self, action: GroupAction) -> int | None:
        await self._telegram.rate_limiter.wait(action.chat)
        if action.card is None:
            await self._telegram.call("leaveChat", chat_id=action.chat)
            return None
        return await self._telegram.say(action.chat, action.card)

    def _action(self, session: Session, content: dict[str, Any]) -> GroupAction | DeliveryResult:
        group = groups.current(session)
        if group is None:
            return DeliveryResult(DeliveryState.DONE, note=NO_GROUP, then=self._notify_each(content))
        home = self._links.deep_link("queue")
        now = self._telegram.clock()
        reader = Reader(None, texts(group.language).at(now), now=now, home=home)
        card = self._telegram.card_of(session, content, reader)
        if card is None:
            return DeliveryResult(DeliveryState.DONE, note=VOID)
        return GroupAction(group.chat_id, pack_for_group(card))

    def _refused(
        self,
        content: dict[str, Any],
        chat: int,
        problem: TelegramError,
        *,
        before: Callable[[Session], None] | None = None,
    ) -> DeliveryResult:
        """Notify each reviewer instead, because the group refuses it. Forget the group if the bot is not in it."""
        is_out = isinstance(problem, Forbidden) or NO_CHAT in problem.message.lower()

        def then(session: Session) -> None:
            if before is not None:
                before(session)
            if is_out:
                service.remove(session, chat, changed_at=None, now=self._telegram.clock())
            self._notify_each(content)(session)

        return DeliveryResult(DeliveryState.FAILED, note=problem.message[:200], then=then, gave_up=not is_out)

    def _notify_each(self, content: dict[str, Any]) -> Callable[[Session], None]:
        subject = UUID(hex=content["subject"])
        return lambda session: service.notify_each(session, content["otherwise"], subject, at=self._telegram.clock())
