"""What the senders to people and to groups share: sending packed cards, and interpreting Telegram's errors."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.card import Card, Keyboard
from bot.cards.notification import Notification, Reader
from bot.engine.clock import Clock
from bot.engine.newer_versions import UnknownHere
from bot.engine.outbound.delivery_results import DeliveryUnknown, NotDelivered
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.truncate import truncate
from bot.engine.telegram_client import DeskBot, retry_after
from bot.engine.telegram_transport import ConnectionFailed
from storage.database import Database
from storage.engine.leader_election import LeaderLease
from storage.engine.outbox import NOTIFICATION_KEY

log = logging.getLogger("chezhu.chat")

TOKEN_RETRY_DELAY = 30.0
NO_CHAT = "chat not found"


@dataclass(frozen=True)
class TelegramChannel:
    """The bot with its rate limiter, and the notifications it can render.

    lease: that of the process that sends. It is asked at the moment before each call, for the process may have been
    stopped since it has claimed the delivery.
    """

    database: Database
    bot: DeskBot
    notifications: Mapping[str, Notification]
    clock: Clock
    rate_limiter: MessageRateLimiter
    lease: LeaderLease | None = None

    def card_of(self, session: Session, content: dict[str, Any], reader: Reader) -> Card | None:
        """Return the card of a notification for this reader; None if it has become void. Raises UnknownHere."""
        if content[NOTIFICATION_KEY] not in self.notifications:
            raise UnknownHere(content[NOTIFICATION_KEY])
        return self.notifications[content[NOTIFICATION_KEY]](session, UUID(hex=content["subject"]), reader)

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method that sends or changes something. Raises TelegramError, and NotDelivered without the lease."""
        self.require_lease()
        return await self.bot.call(method, **parameters)

    def require_lease(self) -> None:
        """Raise NotDelivered if another process may be sending by now."""
        if self.lease is not None and not self.lease.is_valid:
            raise NotDelivered(0)

    async def answers(self) -> bool:
        """Return whether the Bot API answers a request that depends on no chat."""
        try:
            await self.bot.call("getMe")
        except TelegramError:
            return False
        return True

    async def say(self, chat: int, card: dict[str, Any]) -> int:
        """Send a packed card as a message and return its message id. Raises TelegramError."""
        method, content = _content(card)
        sent: Any = await self.call(method, chat_id=chat, **content, **protection(card), **reply_markup(card))
        return message_id_of(sent)


def message_id_of(sent: Any) -> int:
    """Return the id of a message that was sent. Raises TelegramError if the response names none."""
    if not isinstance(sent, dict) or not isinstance(sent.get("message_id"), int):
        raise TelegramError("the response names no message")
    return int(sent["message_id"])


def retry_error(problem: TelegramError) -> NotDelivered | DeliveryUnknown:
    """Return the delivery error for a Telegram error that may pass: not delivered, or not known whether delivered."""
    if isinstance(problem, RetryAfter):
        return NotDelivered(retry_after(problem))
    if isinstance(problem, ConnectionFailed):
        return NotDelivered()
    if isinstance(problem, InvalidToken):
        log.error("the Bot API refuses the token")  # Retried, so that a wrong setting loses no message.
        return NotDelivered(TOKEN_RETRY_DELAY)
    return DeliveryUnknown()  # Broken connection, timeout, 5xx or an invalid response.


def _content(card: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the method that sends a packed card without files, and what it sends."""
    if "venue" in card:
        return "sendVenue", card["venue"]
    if "contact" in card:
        return "sendContact", card["contact"]
    return "sendMessage", {"text": truncate(card["text"]), "parse_mode": "HTML"}


def protection(card: dict[str, Any]) -> dict[str, Any]:
    """Return the parameter by which clients neither forward nor save the message of a protected card."""
    return {"protect_content": True} if card.get("protected") else {}


def reply_markup(card: dict[str, Any]) -> dict[str, Any]:
    """Return the reply_markup of a packed card: buttons, a keyboard or its removal; empty for none."""
    keyboard = card.get("keyboard")
    if keyboard == Keyboard.CONTACT:
        button = {"text": card["keyboard_label"], "request_contact": True}
        keys = [{"text": label} for label in card.get("keys", ("/back", "/cancel"))]  # Older versions packed none.
        rows = [[button], keys] if keys else [[button]]
        return {"reply_markup": {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}}
    if keyboard == Keyboard.NONE:
        return {"reply_markup": {"remove_keyboard": True}}
    rows = [[{"text": item["text"], **_action(item)} for item in row] for row in card.get("rows", ())]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _action(item: dict[str, Any]) -> dict[str, Any]:
    if "copy" in item:
        return {"copy_text": {"text": item["copy"]}}
    if "inline" in item:
        return {"switch_inline_query": item["inline"]}
    if "url" in item:
        return {"url": item["url"]}
    return {"callback_data": item["data"], **({"style": item["style"]} if "style" in item else {})}
