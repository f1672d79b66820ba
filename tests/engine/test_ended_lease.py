"""A sender whose lease ends while a delivery is prepared, because its process was stopped meanwhile, sends nothing."""

import asyncio
from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlmodel import Session

from bot.engine.outbound import sender
from bot.engine.outbound.chat import ChatSender
from bot.engine.outbound.delivery_results import ChannelSender
from bot.engine.outbound.group import GroupSender
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.sms import SmsSender
from bot.engine.outbound.telegram import TelegramChannel
from bot.engine.telegram_client import DeskBot
from bot.links import DeskLinks
from storage import files
from storage.database import Database
from storage.engine import outbox, outbox_queue
from storage.engine.outbox import Channel
from tests.engine.scripted_sender import START, Desk, ScriptedLease, ScriptedSender
from tests.engine.test_delivery_attempts import SlowSender, until
from tests.operating_system import behaving


class Gateways:
    """The Bot API and the SMS gateway; `calls`: what reached them."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def call(self, method: str, **_: Any) -> dict[str, int]:
        """Answer a method of the Bot API."""
        self.calls.append(method)
        return {"message_id": 5}

    async def send_media_group(self, *_: Any) -> None:
        """Answer sendMediaGroup."""
        self.calls.append("sendMediaGroup")

    async def send(self, *_: str) -> None:
        """Take an SMS."""
        self.calls.append("sms")

    async def aclose(self) -> None:
        """Close nothing."""


class StoppedWhileReading(Database):
    """The database of a process that is stopped while it reads: when it goes on, its lease has ended."""

    lease: ScriptedLease

    async def read(self, work: Callable[[Session], Any]) -> Any:
        """Run `work` in a read-only session."""
        found = await super().read(work)
        self.lease.has_ended = True
        return found


class StoppedWhileWaiting(MessageRateLimiter):
    """A rate limit at which the process is stopped in the same way."""

    lease: ScriptedLease

    async def wait(self, chat: int, *, urgent: bool = True) -> None:
        """Return when the lease has ended."""
        self.lease.has_ended = True


def photos(session: Session) -> list[dict[str, Any]]:
    """Store two photos. Returns what a card says of them."""
    stored = [
        files.store(session, b"x", kind="identity", name="1.jpg", media_type="image/jpeg", at=START) for _ in range(2)
    ]
    return [{"id": each.hex, "document": False} for each in stored]


def _message(session: Session) -> str:
    outbox.put(session, Channel.CHAT, "1:7", {"text": "shown"}, at=START)
    (delivery,) = outbox_queue.claim(session, outbox_queue.next_deliveries(session, now=START, limit=1))
    outbox_queue.mark_delivered(session, [(delivery, 5)], at=START)
    return delivery.reference.hex


KINDS: dict[str, Callable[[Session], tuple[Channel, dict[str, Any]]]] = {
    "message": lambda session: (Channel.CHAT, {"chat": 7, "card": {"text": "news"}}),
    "edit": lambda session: (Channel.CHAT, {"chat": 7, "card": {"text": "news"}, "edit": 3}),
    "album": lambda session: (Channel.CHAT, {"chat": 7, "card": {"text": "news", "files": photos(session)}}),
    "buttons": lambda session: (Channel.CHAT, {"chat": 7, "strip": _message(session)}),
    "group": lambda session: (Channel.GROUP, {"chat": -7}),
    "sms": lambda session: (Channel.SMS, {"to": "+8613800000000", "key": "sms-signature", "values": {}}),
}


def senders(desk: Desk, database: StoppedWhileReading, gateways: Any) -> dict[Channel, ChannelSender]:
    """Return the real senders of the channels, at these gateways."""
    limiter = StoppedWhileWaiting(0)
    database.lease = limiter.lease = desk.lease
    telegram = TelegramChannel(database, cast(DeskBot, gateways), {}, lambda: desk.now, limiter, desk.lease)
    return {
        Channel.CHAT: ChatSender(telegram),
        Channel.GROUP: GroupSender(telegram, DeskLinks("bot", "")),
        Channel.SMS: SmsSender(database, gateways, {}, clock=lambda: desk.now, lease=desk.lease),
    }


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_leaves_when_the_lease_has_ended_since_the_delivery_was_claimed(
    store: Database, kind: str
) -> None:
    desk, gateways = Desk(store, ScriptedSender()), Gateways()
    database = StoppedWhileReading(store.url)
    with store.transaction() as session:
        channel, content = KINDS[kind](session)
        outbox.put(session, channel, f"lane:{uuid4()}", content, at=desk.now)
    sender = senders(desk, database, gateways)[channel]
    desk.channel_sender = cast(ScriptedSender, sender)
    desk.start(channels=(channel,))
    assert await desk.sender.step()
    await desk.sender.settle()
    database.close()
    assert gateways.calls == []
    assert desk.states()[-1] == "waiting"


async def test_a_stop_without_the_lease_waits_no_longer_than_nobody_else_may_send(store: Database) -> None:
    desk = Desk(store, SlowSender())
    desk.start(wind_up_seconds=60)
    desk.put("slow")
    running = asyncio.create_task(desk.sender.run())
    await until(lambda: bool(desk.channel_sender.sent))
    desk.lease.has_ended = True
    running.cancel()
    with behaving(sender, WIND_UP_SECONDS_WITHOUT_LEASE=0.0):
        async with asyncio.timeout(20):
            await asyncio.gather(running, return_exceptions=True)
    assert desk.states() == ["waiting"]
