"""A message that is left to a newer version is not overtaken by its own edits."""

from datetime import timedelta
from typing import cast
from uuid import uuid4

from bot.card import Card
from bot.cards.notification import Notification
from bot.engine.newer_versions import UNKNOWN_PATIENCE, UNKNOWN_RETRY
from bot.engine.outbound.chat import ChatSender
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.telegram import TelegramChannel
from bot.engine.telegram_client import DeskBot
from storage.database import Database
from storage.engine import outbox
from storage.engine.outbox import Channel
from tests.engine.chat_desk import LANE, TOPIC, ChatDesk, context_of
from tests.engine.scripted_sender import ScriptedSender


def know(desk: ChatDesk, **notifications: Notification) -> None:
    """Start a version of the desk that knows these notifications."""
    channel = TelegramChannel(
        desk.database, cast(DeskBot, desk.bot), notifications, lambda: desk.now, MessageRateLimiter(0)
    )
    desk.channel_sender = cast(ScriptedSender, ChatSender(channel))
    desk.start()


def put(desk: ChatDesk) -> None:
    """Queue a question of a newer version, its amendment, its replacement, and something else."""
    with desk.database.transaction() as session:
        context = context_of(session, desk.now)
        session.flush()
        context.say(Card("something else"))
        outbox.notify_account(session, context.account, "newer", uuid4(), at=desk.now, about=TOPIC)
        context.amend(Card("amended"), about=TOPIC)
        replacement = {"chat": 7, "card": {"text": "replaced"}, "replaces": 2}
        outbox.put(session, Channel.CHAT, LANE, replacement, at=desk.now)


async def test_edits_of_a_message_that_is_left_to_a_newer_version_wait_for_it(lite: Database) -> None:
    desk = ChatDesk(lite)
    put(desk)
    assert await desk.send() == [("sendMessage", "something else")]
    know(desk, newer=lambda session, subject, reader: Card("question"))
    desk.now += UNKNOWN_RETRY
    assert await desk.send() == [
        ("sendMessage", "question"),
        ("editMessageText", "amended"),
        ("editMessageText", "replaced"),
    ]


async def test_edits_of_a_message_that_no_version_sends_end_with_it(lite: Database) -> None:
    desk = ChatDesk(lite)
    put(desk)
    await desk.send()
    desk.now += UNKNOWN_PATIENCE + timedelta(seconds=1)
    sent = await desk.send()
    assert ("sendMessage", "amended") in sent
    assert ("editMessageText", "replaced") not in sent
    assert set(desk.states()) == {"done", "failed"}
