"""Sends cards to private chats: sends, edits and deletes messages, and handles Telegram's special cases."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session
from telegram import InputMediaPhoto
from telegram.error import BadRequest, Forbidden, TelegramError

from bot import callback_data
from bot.card import CardButton
from bot.cards import navigation
from bot.cards.notification import Reader
from bot.engine.outbound import card_message
from bot.engine.outbound.card_message import CardPlace
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult
from bot.engine.outbound.edit_target import EDITING, OUTDATED, EditTarget, edit_target, is_known_to_stand
from bot.engine.outbound.shown_messages import ShownMessages
from bot.engine.outbound.telegram import (
    NO_CHAT,
    TelegramChannel,
    retry_error,
)
from bot.engine.outbound.truncate import size
from bot.packed_cards import pack
from bot.texts import texts
from storage import files
from storage.engine import chat_messages, outbox
from storage.engine.outbox import NOTIFICATION_KEY, Channel, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from storage.files import DecryptedFile
from storage.identity import accounts
from storage.identity.accounts import Account

# UTF-16 code units without tags. A longer text is a message of its own.
MAX_CAPTION = 1024


class ChatSender(ChannelSender):
    """Sends cards and notifications to private chats."""

    def __init__(self, telegram: TelegramChannel) -> None:
        self._telegram = telegram
        self._shown = ShownMessages(telegram.lease)

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Send or edit a message. Raises DeliveryUnknown or NotDelivered."""
        content = delivery.content
        if "delete" in content:
            return await self._delete_message(content["chat"], content["delete"])
        if "strip" in content:
            return await self._take_buttons(delivery, content)
        target = await self._target(delivery, content)
        card = None if target is OUTDATED else await self._card(delivery)
        if card is None:
            return DeliveryResult(DeliveryState.DONE, note="nothing to say any more")
        opened = await self._files(card)
        await self._telegram.rate_limiter.wait(content["chat"], urgent=delivery.is_urgent)
        try:
            return await self._send(content, card, target, opened)
        except Forbidden:
            return self._failed(delivery, "blocked", unreachable=True)
        except BadRequest as problem:
            gone = NO_CHAT in problem.message.lower()
            return self._failed(delivery, problem.message[:200], unreachable=gone)
        except TelegramError as problem:
            raise retry_error(problem) from problem

    async def _delete_message(self, chat: int, message_id: int) -> DeliveryResult:
        """Delete a message of the person. One that cannot be deleted any more stays: nothing depends on it."""
        self._shown.forget(chat, message_id)
        try:
            await self._telegram.call("deleteMessage", chat_id=chat, message_id=message_id)
        except (BadRequest, Forbidden):
            return DeliveryResult(DeliveryState.DONE, note="the message stays", message_id=message_id)
        except TelegramError as problem:
            raise retry_error(problem) from problem
        return DeliveryResult(DeliveryState.DONE, message_id=message_id)

    async def _take_buttons(self, delivery: QueuedDelivery, content: dict[str, Any]) -> DeliveryResult:
        """Take the buttons of a message, unless it shows something later. One without buttons stays as it is."""
        reference = UUID(hex=content["strip"])
        message = await self._telegram.database.read(
            lambda session: chat_messages.without_buttons(session, reference, delivery.lane)
        )
        if message is None:
            return DeliveryResult(DeliveryState.DONE, note="nothing to take")
        self._shown.forget(content["chat"], message)
        try:
            await self._telegram.call("editMessageReplyMarkup", chat_id=content["chat"], message_id=message)
        except (BadRequest, Forbidden):
            return DeliveryResult(DeliveryState.DONE, note="the message stays")
        except TelegramError as problem:
            raise retry_error(problem) from problem
        return DeliveryResult(DeliveryState.DONE)

    async def _target(self, delivery: QueuedDelivery, content: dict[str, Any]) -> EditTarget:
        if is_known_to_stand(delivery, content):
            return EditTarget(content.get("edit"))
        return await self._telegram.database.read(lambda session: edit_target(session, delivery, content))

    async def _send(
        self,
        content: dict[str, Any],
        card: dict[str, Any],
        target: EditTarget,
        opened: list[tuple[DecryptedFile, bool]],
    ) -> DeliveryResult:
        if len(opened) > 1 or (opened and size(card["text"]) > MAX_CAPTION):
            await self._send_files_alone(content["chat"], opened)
            return self._without_files(content, card)
        place = CardPlace(content["chat"], target.message_id, NOTIFICATION_KEY in content, "amends" in content)
        message_id = await self._show(place, card, opened)
        return DeliveryResult(DeliveryState.DONE, message_id=message_id)

    async def _show(self, place: CardPlace, card: dict[str, Any], opened: list[tuple[DecryptedFile, bool]]) -> int:
        """Send or edit, unless the message shows just this. One that no tap has shown to be there is always edited."""
        is_own = not place.is_notification and not place.is_amended
        if is_own and place.message_id is not None and self._shown.shows(place.chat, place.message_id, card):
            return place.message_id
        self._shown.forget(place.chat, place.message_id)
        message_id = await card_message.send_or_edit(self._telegram, place, card, opened)
        if is_own:
            self._shown.sent(place.chat, message_id, card)
        return message_id

    async def _card(self, delivery: QueuedDelivery) -> dict[str, Any] | None:
        content = delivery.content
        if "card" in content:
            packed: dict[str, Any] = content["card"]
            return packed
        return await self._telegram.database.read(lambda session: self._render(session, content))

    def _render(self, session: Session, content: dict[str, Any]) -> dict[str, Any] | None:
        account = _reader_of(session, content)
        if account is None:
            return None
        now = self._telegram.clock()
        reader = Reader(account.person_id, texts(account.language, large=account.large_text).at(now), now=now)
        card = self._telegram.card_of(session, content, reader)
        return pack(card, partial(self._encode, content["chat"])) if card else None

    async def _files(self, card: dict[str, Any]) -> list[tuple[DecryptedFile, bool]]:
        wanted = [(UUID(hex=item["id"]), item["document"], item.get("name", "")) for item in card.get("files", ())]
        if not wanted:
            return []
        found = await self._telegram.database.read(
            lambda session: [files.read(session, file_id) for file_id, _, _ in wanted]
        )
        return [
            (replace(file, name=name or file.name), as_document)
            for file, (_, as_document, name) in zip(found, wanted, strict=True)
            if file is not None
        ]

    async def _send_files_alone(self, chat: int, opened: list[tuple[DecryptedFile, bool]]) -> None:
        """Send files whose card follows: an album cannot have buttons, and a caption is short."""
        if len(opened) > 1:
            album = [InputMediaPhoto(file.content, filename=file.name) for file, _ in opened]
            self._telegram.require_lease()
            await self._telegram.bot.send_media_group(chat, album)
        else:
            await card_message.send_file(self._telegram, chat, {"text": ""}, *opened[0])

    def _without_files(self, content: dict[str, Any], card: dict[str, Any]) -> DeliveryResult:
        """Leave the card for the next attempt, so that the files are not sent again for its sake."""
        kept = {name: value for name, value in content.items() if name not in EDITING}
        rest = {name: value for name, value in card.items() if name != "files"}
        now = self._telegram.clock()
        return DeliveryResult(DeliveryState.WAITING, retry_at=now, remaining={**kept, "card": rest})

    def _failed(self, delivery: QueuedDelivery, note: str, *, unreachable: bool) -> DeliveryResult:
        """Return the end of a delivery that Telegram refuses. Whoever can be reached is told that there is news."""
        then = self._fall_back if unreachable else self._say_instead
        return DeliveryResult(
            DeliveryState.FAILED, note=note, gave_up=not unreachable, then=lambda session: then(session, delivery)
        )

    async def gateway_answers(self) -> bool:
        """Return whether the Bot API is up."""
        return await self._telegram.answers()

    def abandon(self, delivery: QueuedDelivery, note: str) -> DeliveryResult:
        """Say instead that there is news, and where to look; important news also by SMS."""
        return replace(super().abandon(delivery, note), then=lambda session: self._say_instead(session, delivery))

    def _say_instead(self, session: Session, delivery: QueuedDelivery) -> None:
        content = delivery.content
        self._notify_by_sms(session, content)
        bot_id, _, chat = delivery.lane.partition(":")
        of_lane = accounts.by_telegram(session, int(bot_id), int(chat))
        account = _reader_of(session, content) if NOTIFICATION_KEY in content else of_lane
        if account is None or content.get("instead"):  # What was said instead of something is not replaced again.
            return
        card = pack(navigation.news(texts(account.language)), partial(self._encode, content["chat"]))
        put = {"chat": content["chat"], "card": card, "instead": True}
        outbox.put(session, Channel.CHAT, delivery.lane, put, at=self._telegram.clock())

    @staticmethod
    def _encode(chat: int, button: CardButton) -> str:
        return callback_data.encode(button, telegram_id=chat, revision=0)

    def _fall_back(self, session: Session, delivery: QueuedDelivery) -> None:
        """Record that the person cannot be reached, and send an important notification by SMS."""
        bot_id, _, chat = delivery.lane.partition(":")
        account = accounts.by_telegram(session, int(bot_id), int(chat))
        if account is not None:
            account.unreachable_since = self._telegram.clock()
            session.add(account)
        self._notify_by_sms(session, delivery.content)

    def _notify_by_sms(self, session: Session, content: dict[str, Any]) -> None:
        if content.get(NOTIFICATION_KEY) in self._telegram.notifications and content["sms"]:
            subject, now = UUID(hex=content["subject"]), self._telegram.clock()
            outbox.notify_by_sms(session, UUID(hex=content["person"]), content[NOTIFICATION_KEY], subject, at=now)


def _reader_of(session: Session, content: dict[str, Any]) -> Account | None:
    """Return the account that a notification is for: a person's, or that of staff, who need not be registered."""
    if "account" in content:
        return session.get(Account, UUID(hex=content["account"]))
    return accounts.of_person(session, UUID(hex=content["person"]))
