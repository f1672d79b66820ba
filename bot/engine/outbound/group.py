"""The group carrier: news for the reviewers' group, wherever it is when they leave; and leaving the groups of others.

A group's id changes when it becomes a supergroup. So what waits for the group names no
chat: it is looked up when it leaves, and Telegram's hint to the new id is followed and kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.card import Card, CardButton, pack
from bot.cards.notification import Reader
from bot.engine.outbound.sender import DeliveryResult
from bot.engine.outbound.telegram import NO_CHAT, TelegramChannel, retry_error
from bot.links import Addresses
from bot.services.staff import groups as service
from bot.texts import texts
from storage.engine.outbox import DeliveryState, QueuedDelivery
from storage.staff import groups

NO_GROUP = "no group any more"


@dataclass(frozen=True)
class GroupAction:
    """What is to be done in a chat: say this card, or leave."""

    chat: int
    card: dict[str, Any] | None


class GroupSender:
    """Carries cards into groups."""

    def __init__(self, post: TelegramChannel, addresses: Addresses) -> None:
        self._telegram = post
        self._addresses = addresses

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Say something in a group, or leave it. Raises Unknown or NotArrived."""
        if "notice" in delivery.content:
            return await self._carry_news(delivery.content)
        return await self._carry_farewell(delivery.content)

    async def _carry_news(self, content: dict[str, Any]) -> DeliveryResult:
        action = await self._telegram.database.read(lambda session: self._news(session, content))
        if isinstance(action, DeliveryResult):
            return action
        try:
            return DeliveryResult(DeliveryState.DONE, message_id=await self._do(action))
        except ChatMigrated as told:
            moved = GroupAction(told.new_chat_id, action.card)
            return await self._carry_moved(content, action.chat, moved)
        except (Forbidden, BadRequest) as problem:
            return self._refused(content, action.chat, problem)
        except TelegramError as problem:
            raise retry_error(problem) from problem

    async def _carry_moved(self, content: dict[str, Any], old_chat: int, action: GroupAction) -> DeliveryResult:
        """Say it where the group is now; if that fails, the old id will lead here again."""

        def move(session: Session) -> None:
            service.migrate(session, old_chat, action.chat, now=self._telegram.clock())

        try:
            return DeliveryResult(DeliveryState.DONE, message_id=await self._do(action), then=move)
        except (Forbidden, BadRequest) as problem:
            return self._refused(content, action.chat, problem, before=move)
        except TelegramError as problem:
            raise retry_error(problem) from problem

    async def _carry_farewell(self, content: dict[str, Any]) -> DeliveryResult:
        """Do it in a group that is none of ours; it may be ours by now. Where nobody lets us in, all is done."""
        chat, nothing = content["chat"], DeliveryResult(DeliveryState.DONE, note="nothing to say any more")
        for _ in range(2):
            if await self._telegram.database.read(lambda session, chat=chat: groups.is_serving(session, chat)):  # type: ignore[misc]
                return nothing
            try:
                return DeliveryResult(
                    DeliveryState.DONE, message_id=await self._do(GroupAction(chat, content.get("card")))
                )
            except ChatMigrated as told:
                chat = told.new_chat_id
            except (Forbidden, BadRequest):
                return nothing
            except TelegramError as problem:
                raise retry_error(problem) from problem
        return nothing

    async def _do(self, action: GroupAction) -> int | None:
        await self._telegram.rate_limiter.wait(action.chat)
        if action.card is None:
            await self._telegram.bot.call("leaveChat", chat_id=action.chat)
            return None
        return await self._telegram.say(action.chat, action.card)

    def _news(self, session: Session, content: dict[str, Any]) -> GroupAction | DeliveryResult:
        group = groups.current(session)
        if group is None:
            return DeliveryResult(DeliveryState.DONE, note=NO_GROUP, then=self._tell_each(content))
        home = self._addresses.link("queue")
        reader = Reader(None, texts(group.language), now=self._telegram.clock(), home=home)
        card = self._telegram.card_of(session, content, reader)
        if card is None:
            return DeliveryResult(DeliveryState.DONE, note="nothing to say any more")
        return GroupAction(group.chat_id, _packed(card))

    def _refused(
        self,
        content: dict[str, Any],
        chat: int,
        problem: TelegramError,
        *,
        before: Callable[[Session], None] | None = None,
    ) -> DeliveryResult:
        """The group does not take it: each reviewer is told instead; if the bot is out of it, the group has ended."""
        is_out = isinstance(problem, Forbidden) or NO_CHAT in problem.message.lower()

        def then(session: Session) -> None:
            if before is not None:
                before(session)
            if is_out:
                service.remove(session, chat, changed_at=None, now=self._telegram.clock())
            self._tell_each(content)(session)

        return DeliveryResult(DeliveryState.FAILED, note=problem.message[:200], then=then, gave_up=not is_out)

    def _tell_each(self, content: dict[str, Any]) -> Callable[[Session], None]:
        subject = UUID(hex=content["subject"])
        return lambda session: service.notify_each(session, content["otherwise"], subject, at=self._telegram.clock())


def _packed(card: Card) -> dict[str, Any]:
    """A group's card has links alone: a button with a mark is made for one person."""

    def no_mark(press: CardButton) -> str:
        raise ValueError(f"{press.verb} on a card for a group")

    return pack(card, no_mark)
