"""Albums are sent once, edits wait for their message, and an older version of a card never replaces a newer one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from telegram.error import BadRequest, RetryAfter, TimedOut

from bot.card import Card
from bot.engine.outbound.chat import ChatSender
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.tasks import NotYet, TaskResources, TaskRunner
from bot.engine.outbound.telegram import TelegramChannel
from bot.engine.telegram_client import DeskBot
from storage.database import Database, add
from storage.engine import outbox
from storage.engine.outbox import Channel
from storage.identity import accounts
from storage.register import people
from tests.engine.chat_desk import LANE, TOPIC, ChatDesk, context_of
from tests.engine.scripted_sender import Desk, ScriptedSender


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


async def test_an_amendment_puts_a_picture_into_its_message_and_then_other_words_below_it(lite: Database) -> None:
    desk = ChatDesk(lite)
    desk.card("WORDS", about=TOPIC)
    desk.card("PICTURE", about=TOPIC, amends=TOPIC, card=desk.photos(1))
    desk.card("OTHER", about=TOPIC, amends=TOPIC)
    desk.bot.problems["editMessageText"] = [BadRequest("Bad Request: there is no text in the message to edit")]
    assert await desk.send() == [
        ("sendMessage", "WORDS"),
        ("editMessageMedia", "PICTURE"),
        ("editMessageText", "OTHER"),
        ("editMessageCaption", "OTHER"),
    ]


async def test_a_newer_picture_of_a_message_that_is_gone_is_not_sent(lite: Database) -> None:
    desk = ChatDesk(lite)
    desk.card("WORDS", about=TOPIC)
    desk.card("PICTURE", about=TOPIC, amends=TOPIC, card=desk.photos(1))
    desk.bot.problems["editMessageMedia"] = [BadRequest("Bad Request: message to edit not found")]
    assert await desk.send() == [("sendMessage", "WORDS"), ("editMessageMedia", "PICTURE")]


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
