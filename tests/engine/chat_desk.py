"""A desk whose only channel is the chat, at a bot that records what is sent and fails as told."""

from typing import Any, cast

from bot.context import DeskContext
from bot.engine.outbound.chat import ChatSender
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.telegram import TelegramChannel
from bot.engine.telegram_client import DeskBot
from bot.incoming import Incoming
from bot.texts import texts
from storage import files
from storage.database import Database
from storage.engine import outbox
from storage.engine.conversations import Conversation
from storage.engine.outbox import Channel
from storage.identity import accounts
from tests.engine.scripted_sender import START, Desk, ScriptedSender

LANE = "1:7"
TOPIC = "code:1"


def words_of(parameters: dict[str, Any]) -> str:
    """Return the text of a message, or the caption of its file."""
    media = parameters.get("media")
    return parameters.get("text") or parameters.get("caption") or getattr(media, "caption", None) or ""


class FakeBot:
    """Records what is sent; `problems`: the errors of the next calls of a method."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.problems: dict[str, list[Exception]] = {}
        self._next = 100

    async def call(self, method: str, **parameters: Any) -> dict[str, int]:
        """Answer a method of the Bot API."""
        self.calls.append((method, words_of(parameters)))
        if self.problems.get(method):
            raise self.problems[method].pop(0)
        self._next += 1
        return {"message_id": parameters.get("message_id", self._next)}

    async def send_media_group(self, chat: int, album: list[Any]) -> None:
        """Answer sendMediaGroup."""
        await self.call("sendMediaGroup", text=f"{len(album)} photos")


class ChatDesk(Desk):
    """A desk whose only channel is the chat, at a fake bot."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, ScriptedSender())
        self.bot = FakeBot()
        channel = TelegramChannel(database, cast(DeskBot, self.bot), {}, lambda: self.now, MessageRateLimiter(0))
        self.channel_sender = cast(ScriptedSender, ChatSender(channel))
        self.start()

    async def send(self) -> list[tuple[str, str]]:
        """Send everything that is due. Returns the calls to the bot."""
        before = len(self.bot.calls)
        while await self.sender.step():
            await self.sender.settle()
        return self.bot.calls[before:]

    def card(self, words: str, *, about: str = "", **content: Any) -> None:
        """Queue a card."""
        with self.database.transaction() as session:
            whole = {"chat": 7, "card": {"text": words, **content.pop("card", {})}, **content}
            outbox.put(session, Channel.CHAT, LANE, whole, at=self.now, about=about)

    def photos(self, count: int) -> dict[str, Any]:
        """Store photos. Returns the part of a card that shows them."""
        with self.database.transaction() as session:
            kept = [
                files.store(session, b"x", kind="identity", name="1.jpg", media_type="image/jpeg", at=START)
                for _ in range(count)
            ]
        return {"files": [{"id": each.hex, "document": False} for each in kept]}


def context_of(session: Any, now: Any) -> DeskContext:
    """Return the context of a turn in the lane."""
    account = accounts.get_or_create(session, 1, 7, language="en", at=now)
    return DeskContext(session, account, texts("en"), now, Conversation(LANE), Incoming())
