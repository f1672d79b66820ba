"""A sender with scripted results, on a database, with a clock that the test sets."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session

from bot.engine.clock import WakeEvent
from bot.engine.newer_versions import Versions
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult
from bot.engine.outbound.sender import Sender
from storage.database import Database
from storage.engine import outbox
from storage.engine.leader_election import LeaderLease, LeaderRole, LeadershipLost
from storage.engine.outbox import Channel, DeliveryPolicy, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery

START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def delivered(delivery: QueuedDelivery) -> DeliveryResult:
    """Return the result of a successful delivery."""
    return DeliveryResult(DeliveryState.DONE, message_id=5)


class ScriptedSender(ChannelSender):
    """A channel sender with scripted results for each text, one an attempt; then the delivery succeeds."""

    def __init__(self, **script: list[BaseException | DeliveryResult]) -> None:
        self.script = script
        self.sent: list[str] = []

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        text = delivery.content["text"]
        self.sent.append(text)
        await asyncio.sleep(0)
        results = self.script.get(text)
        if not results:
            return delivered(delivery)
        result = results.pop(0)
        if isinstance(result, BaseException):
            raise result
        return result


class GatedSender(ScriptedSender):
    """A scripted sender that waits with each delivery until the test opens the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.gate = asyncio.Event(), asyncio.Event()

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Say that the delivery has begun, and wait for the gate."""
        self.began.set()
        await self.gate.wait()
        return await super().deliver(delivery)


class ScriptedLease(LeaderLease):
    """A lease that is held until the test says that it has ended."""

    has_ended = False

    @property
    def is_valid(self) -> bool:
        """Whether the test has not ended it."""
        return not self.has_ended

    @property
    def seconds_left(self) -> float:
        """For ever, until the test has ended it."""
        return 0.0 if self.has_ended else float("inf")

    def require(self, session: Session) -> None:
        """Raise LeadershipLost once the test has ended it."""
        if self.has_ended:
            raise LeadershipLost


class Desk:
    """A sender on a database, with a clock that the test sets."""

    def __init__(self, database: Database, channel_sender: ScriptedSender) -> None:
        self.now = START
        self.database = database
        self.channel_sender = channel_sender
        self.lease = ScriptedLease(database, LeaderRole.SENDING)
        self.versions = Versions(database, "today", "sender", clock=lambda: self.now)
        self.sender = self.start()

    def start(
        self,
        *,
        wind_up_seconds: float = 0,
        takeover_seconds: float = 0,
        channels: tuple[Channel, ...] = (Channel.CHAT,),
        wake: WakeEvent | None = None,
    ) -> Sender:
        """Make a new sender on the same database, as after a crash."""
        self.sender = Sender(
            self.database,
            dict.fromkeys(channels, self.channel_sender),
            clock=lambda: self.now,
            wake=wake or WakeEvent(),
            lease=self.lease,
            versions=self.versions,
            wind_up_seconds=wind_up_seconds,
            takeover_seconds=takeover_seconds,
        )
        return self.sender

    def put(self, *texts: str, lane: str = "1:7", policy: DeliveryPolicy = DeliveryPolicy.AGAIN) -> None:
        """Queue deliveries."""
        with self.database.transaction() as session:
            for text in texts:
                outbox.put(session, Channel.CHAT, lane, {"text": text}, at=self.now, policy=policy)

    async def settle(self) -> list[str]:
        """Send everything that is due. Returns what was sent."""
        before = len(self.channel_sender.sent)
        while await self.sender.step():
            await self.sender.settle()
        return self.channel_sender.sent[before:]

    def states(self) -> list[str]:
        """Return the state of each delivery."""
        with self.database.reading() as session:
            return list(session.execute(text("SELECT state FROM outbox ORDER BY id")).scalars())
