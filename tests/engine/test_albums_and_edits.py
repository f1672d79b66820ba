"""Albums are sent once, edits wait for their message, and an older version of a card never replaces a newer one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from telegram.error import RetryAfter, TimedOut

from bot.card import Card
from bot.context import DeskContext
from bot.engine.outbound.chat import ChatSender
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.tasks import NotYet, TaskResources, TaskRunner
from bot.engine.outbound.telegram import TelegramChannel
from bot.engine.telegram_client import DeskBot
from bot.incoming import Incoming
from bot.texts import texts
from storage import files
from storage.database import Database, add
from storage.engine import outbox
from storage.engine.conversations import Conversation
from storage.engine.outbox import Channel
from storage.identity import accounts
from storage.register import people
from tests.engine.scripted_sender import START, Desk, ScriptedSender

LANE = "1:7"
TOPIC = "code:1"


class FakeBot:
    """Records what is sent; `problems`: the errors of the next calls of a method."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.problems: dict[str, list[Exception]] = {}
        self._next = 100

    async def call(self, method: str, **parameters: Any) -> dict[str, int]:
        """Answer a method of the Bot API."""
        self.calls.append((method, parameters.get("text") or parameters.get("caption") or ""))
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


@pytest.mark.parametrize("problem", [RetryAfter(30), TimedOut()])
async def test_an_album_is_not_sent_again_when_its_card_fails(store: Database, problem: Exception) -> None:
    desk = ChatDesk(store)
    desk.bot.problems["sendMessage"] = [problem, problem]
    desk.card("CARD", card=desk.photos(3))
    desk.card("NEXT")
    calls = await desk.send()
    for _ in range(3):
        desk.now += timedelta(minutes=1)
        calls += await desk.send()
    assert [method for method, _ in calls].count("sendMediaGroup") == 1
    assert calls == [("sendMediaGroup", "3 photos"), *[("sendMessage", "CARD")] * 3, ("sendMessage", "NEXT")]


async def test_an_album_that_was_sent_before_a_crash_is_not_sent_again(lite: Database) -> None:
    desk = ChatDesk(lite)
    desk.card("CARD", card=desk.photos(2))
    await desk.sender.step()
    await desk.sender.settle()
    desk.start()  # The process died before the card.
    await desk.send()
    assert desk.bot.calls == [("sendMediaGroup", "2 photos"), ("sendMessage", "CARD")]


async def test_a_photo_with_a_long_text_is_not_sent_again_for_its_sake(lite: Database) -> None:
    desk, words = ChatDesk(lite), "long " * 300
    desk.bot.problems["sendMessage"] = [RetryAfter(30)]
    desk.card(words, card=desk.photos(1))
    calls = await desk.send()
    desk.now += timedelta(minutes=1)
    assert calls + await desk.send() == [("sendPhoto", ""), ("sendMessage", words), ("sendMessage", words)]


@pytest.mark.parametrize(
    ("words", "fits"), [("😀" * 512, True), ("😀" * 513, False), ("<b>" + "a" * 1024 + "</b>", True)]
)
async def test_a_caption_is_counted_as_telegram_counts_it(lite: Database, words: str, fits: bool) -> None:
    desk = ChatDesk(lite)
    desk.card(words, card=desk.photos(1))
    sent = [("sendPhoto", words)] if fits else [("sendPhoto", ""), ("sendMessage", words)]
    assert await desk.send() == sent


async def test_an_amendment_waits_for_its_message_and_edits_it(store: Database) -> None:
    desk = ChatDesk(store)
    desk.bot.problems["sendMessage"] = [RetryAfter(30)]
    with store.transaction() as session:
        context = context_of(session, desk.now)
        context.say(Card("5 minutes left"), about=TOPIC)
        context.amend(Card("4 minutes left"), about=TOPIC)
    await desk.send()
    desk.now += timedelta(minutes=1)
    assert await desk.send() == [("sendMessage", "5 minutes left"), ("editMessageText", "4 minutes left")]


async def test_an_amendment_without_a_message_is_sent(lite: Database) -> None:
    desk = ChatDesk(lite)
    with lite.transaction() as session:
        context_of(session, desk.now).amend(Card("4 minutes left"), about=TOPIC)
    assert await desk.send() == [("sendMessage", "4 minutes left")]


async def test_an_amendment_edits_the_message_that_was_on_its_way_and_not_the_one_before(lite: Database) -> None:
    desk = ChatDesk(lite)
    desk.card("first", about=TOPIC)
    await desk.send()
    desk.card("second", about=TOPIC)
    with lite.transaction() as session:
        context_of(session, desk.now).amend(Card("amended"), about=TOPIC)
    await desk.send()
    with lite.reading() as session:
        shown = session.execute(text("SELECT message_id FROM outbox ORDER BY id")).scalars().all()
    assert shown == [101, 102, 102]


def replace(store: Database, desk: ChatDesk) -> UUID:
    """Replace the messages about the topic in the chat of a new person. Returns the person's id."""
    with store.transaction() as session:
        account = accounts.get_or_create(session, 1, 7, language="en", at=desk.now)
        person = add(session, people.new(id_number="1", name="Li", phone="+8613800000001"))
        account.person_id, account.registered_at = person.id, desk.now
        session.add(account)
        session.flush()
        outbox.replace(session, person.id, "ended", uuid4(), at=desk.now, about=TOPIC)
        return person.id


async def test_a_message_on_its_way_is_replaced_after_it_has_arrived(store: Database) -> None:
    desk = ChatDesk(store)
    channel = TelegramChannel(
        store,
        cast(DeskBot, desk.bot),
        {"ended": lambda session, subject, reader: Card("ended")},
        lambda: desk.now,
        MessageRateLimiter(0),
    )
    desk.channel_sender = cast(ScriptedSender, ChatSender(channel))
    desk.start()
    desk.card("arrived", about=TOPIC)
    await desk.send()
    desk.card("on its way", about=TOPIC)
    replace(store, desk)
    calls = await desk.send()
    assert calls == [("sendMessage", "on its way"), ("editMessageText", "ended"), ("editMessageText", "ended")]
    with store.reading() as session:
        shown = session.execute(text("SELECT message_id FROM outbox ORDER BY id")).scalars().all()
    assert shown == [101, 102, 101, 102]


async def test_a_message_that_never_arrives_is_not_replaced(lite: Database) -> None:
    desk = ChatDesk(lite)
    desk.card("gone", about=TOPIC)
    replace(lite, desk)
    with lite.transaction() as session:
        session.execute(text("UPDATE outbox SET state = 'failed' WHERE id = 1"))
    assert await desk.send() == []
    assert desk.states() == ["failed", "done"]


async def test_an_older_version_of_a_card_does_not_replace_a_newer_one(store: Database) -> None:
    desk = ChatDesk(store)
    desk.card("older", edit=50)
    desk.card("newer", edit=50)
    with store.transaction() as session:  # The older one was left to another version, and the newer one passed it.
        session.execute(text("UPDATE outbox SET attempts = 1 WHERE id = 1"))
        session.execute(text("UPDATE outbox SET state = 'done', message_id = 50 WHERE id = 2"))
    assert await desk.send() == []
    assert desk.states() == ["done", "done"]


@dataclass
class Resources:
    """The clock of the desk, and nothing else."""

    clock: Any


async def test_a_task_that_waits_for_something_on_its_way_is_tried_for_a_day(lite: Database) -> None:
    desk = Desk(lite, ScriptedSender())

    async def delete(resources: Any) -> dict[str, Any]:
        raise NotYet

    tasks = TaskRunner(cast(TaskResources, Resources(lambda: desk.now)), {"delete": delete})
    desk.channel_sender = cast(ScriptedSender, tasks)
    desk.start(channels=(Channel.TASK,))
    with lite.transaction() as session:
        outbox.put(session, Channel.TASK, LANE, {"task": "delete", "arguments": {}, "lane": LANE}, at=desk.now)
    for _ in range(10):
        while await desk.sender.step():
            await desk.sender.settle()
        desk.now += timedelta(minutes=10)
    assert desk.states() == ["waiting"]
    desk.now += timedelta(days=1)
    while await desk.sender.step():
        await desk.sender.settle()
    assert desk.states() == ["done"]
