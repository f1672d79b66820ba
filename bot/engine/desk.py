"""The desk: assembles receiver, workers, sender and housekeeping, and starts and stops them together."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import local_time
from bot.adapters.sms.gateway import DeliveryReportSource, SmsGateway
from bot.cards.notification import Notification
from bot.engine.audit_guard import UnsealedEntries
from bot.engine.clock import Clock, WakeEvent
from bot.engine.health import Health, HealthParts
from bot.engine.housekeeping import Housekeeping, HousekeepingJob
from bot.engine.inbound import inline_queries
from bot.engine.inbound.dispatcher import Dispatcher
from bot.engine.inbound.inline_queries import InlineQueries
from bot.engine.inbound.receiver import Receiver
from bot.engine.inbound.turn import TurnHandler
from bot.engine.inbound.update_rates import UpdateRates
from bot.engine.inbound.worker import MAX_BATCH_SECONDS, EventWorker
from bot.engine.leadership import FencedDatabase, WritableDatabase, as_leader
from bot.engine.listeners import Handler
from bot.engine.loops import Loop, Loops
from bot.engine.newer_versions import Versions, version_of
from bot.engine.outbound.chat import ChatSender
from bot.engine.outbound.delivery_results import ChannelSender
from bot.engine.outbound.group import GroupSender
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.sender import Sender
from bot.engine.outbound.sms import SmsSender
from bot.engine.outbound.sms_delivery_reports import DeliveryReportPoller
from bot.engine.outbound.tasks import Task, TaskResources, TaskRunner
from bot.engine.outbound.telegram import TelegramChannel
from bot.engine.server_clock import ServerClock
from bot.engine.telegram_client import DeskBot
from bot.links import DeskLinks
from bot.settings import ProcessRole
from storage.database import Database
from storage.engine.leader_election import LeaderLease, LeaderRole
from storage.engine.outbox import Channel

# Seconds that a busy thread may hold the interpreter lock. A turn releases the lock at every database statement; with
# the default of 0.005 it takes ten times as long beside a computing thread.
SWITCH_INTERVAL = 0.0005


@dataclass(frozen=True)
class DeskParts:
    """What a desk is assembled from: the database, the clients of outside services, handlers, notifications, tasks."""

    database: Database
    bot: DeskBot
    sms: SmsGateway
    handlers: Iterable[Handler]
    notifications: Mapping[str, Notification]
    tasks: Mapping[str, Task]
    clock: Clock
    server_clock: ServerClock = field(default_factory=ServerClock)
    message_rate_limit: float = 0
    update_rates: UpdateRates | None = None
    role: ProcessRole = ProcessRole.ALL
    polling: bool = True
    public_url: str = ""
    housekeeping_jobs: Sequence[HousekeepingJob] = ()
    folders: Sequence[Path] = ()
    compares_faces: bool = True
    delivery_reports: DeliveryReportSource | None = None
    new_lease: Callable[[Database, LeaderRole], LeaderLease] = LeaderLease
    batch_seconds: float = MAX_BATCH_SECONDS
    inline_answer: inline_queries.Answer | None = None


class Desk:
    """The engine of one process. The bot must be initialised before."""

    def __init__(self, parts: DeskParts) -> None:
        self.parts = parts
        self._worker_wake, self._sender_wake = WakeEvent(), WakeEvent()
        database, clock = parts.database, parts.clock
        database.today = lambda: local_time.date_of(clock())
        self.dispatcher = Dispatcher(parts.handlers, parts.bot.username, parts.tasks)
        self.links = DeskLinks(parts.bot.username, parts.public_url, inline=self._has_inline_mode())
        version = version_of([*self.dispatcher.names, *parts.notifications])
        self.versions = Versions(database, version, parts.role.value, clock=clock)
        self.turns = TurnHandler(self.dispatcher, parts.bot, self.versions, self.links, parts.compares_faces)
        self.worker = EventWorker(
            database,
            self.turns,
            clock=clock,
            wake=self._worker_wake,
            after=self._sender_wake.set,
            max_seconds=parts.batch_seconds,
        )
        self.receiver = self._receiver(database)
        self.leases = {role: parts.new_lease(database, role) for role in LeaderRole}
        polling, housekeeping, delivery_reports = (
            FencedDatabase(database, self.leases[role])
            for role in (LeaderRole.POLLING, LeaderRole.HOUSEKEEPING, LeaderRole.DELIVERY_REPORTS)
        )
        self.poller = self._receiver(polling)
        self.sender = Sender(
            database,
            self._channel_senders(),
            clock=clock,
            wake=self._sender_wake,
            lease=self.leases[LeaderRole.SENDING],
            after=self.wake,
            versions=self.versions,
        )
        self.housekeeping = Housekeeping(housekeeping, clock=clock, jobs=parts.housekeeping_jobs)
        source, after = parts.delivery_reports, self._sender_wake.set
        self.delivery_reports = (
            DeliveryReportPoller(delivery_reports, source, clock=clock, after=after) if source else None
        )
        self._unsealed_entries = UnsealedEntries(database, clock=clock)
        self._loops = Loops(database, clock=clock)
        watched = HealthParts(database, self.versions, clock, self._loops.failing, self.poller.trouble, parts.folders)
        self.health = Health(
            replace(watched, bot_api_trouble=self.poller.unreachable, clock_trouble=parts.server_clock.trouble)
        )

    def _has_inline_mode(self) -> bool:
        return self.parts.inline_answer is not None and bool(self.parts.bot.supports_inline_queries)

    def _receiver(self, database: WritableDatabase) -> Receiver:
        parts, answer = self.parts, self.parts.inline_answer
        inline = InlineQueries(parts.database, parts.bot, self.links, answer, clock=parts.clock) if answer else None
        after = self._worker_wake.set
        return Receiver(database, parts.bot, clock=parts.clock, after=after, rates=parts.update_rates, inline=inline)

    def start(self) -> None:
        """Start the loops of this process's role in the background."""
        role, database = self.parts.role, self.parts.database
        self._loops.start("versions", self.versions.run)
        self._loops.start("health", self.health.run)
        self._loops.start("unsealed audit entries", self._unsealed_entries.run)
        if role in (ProcessRole.ALL, ProcessRole.RECEIVER) and self.parts.polling:
            self._loops.start("polling", self._as_leader(LeaderRole.POLLING, self.poller.poll))
        if role in (ProcessRole.ALL, ProcessRole.WORKER):
            self._loops.start("turn watch", self.worker.watch.run)
            for at in range(database.workers):
                self._loops.start(f"worker {at}", self.worker.run)
        if role in (ProcessRole.ALL, ProcessRole.SENDER):
            self._loops.start("sending", self._as_leader(LeaderRole.SENDING, self.sender.run, self.sender.wait))
            self._loops.start("housekeeping", self._as_leader(LeaderRole.HOUSEKEEPING, self.housekeeping.run))
            if self.delivery_reports is not None:
                self._loops.start(
                    "delivery-reports", self._as_leader(LeaderRole.DELIVERY_REPORTS, self.delivery_reports.run)
                )

    async def stop(self) -> None:
        """Stop the loops, and finish deliveries in progress within three seconds. Correctness does not depend on it.

        A database that fails is offered the results for five seconds more.
        """
        for receiver in (self.receiver, self.poller):
            if receiver.inline is not None:
                receiver.inline.stop()
        await self._loops.stop()

    def wake(self) -> None:
        """Wake the loops after something, for example a web route, has stored an event or a delivery."""
        self._worker_wake.set()
        self._sender_wake.set()

    def _channel_senders(self) -> dict[Channel, ChannelSender]:
        """Return the sender of each channel of deliveries."""
        parts, database, clock = self.parts, self.parts.database, self.parts.clock
        limiter, lease = MessageRateLimiter(parts.message_rate_limit), self.leases[LeaderRole.SENDING]
        telegram = TelegramChannel(database, parts.bot, parts.notifications, clock, limiter, lease)
        return {
            Channel.CHAT: ChatSender(telegram),
            Channel.GROUP: GroupSender(telegram, self.links),
            Channel.SMS: SmsSender(database, parts.sms, parts.notifications, clock=clock, lease=lease),
            Channel.TASK: TaskRunner(TaskResources(database, parts.bot, clock), parts.tasks),
        }

    def _as_leader(
        self, role: LeaderRole, loop: Loop, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> Loop:
        return loop if self.parts.database.is_sqlite else as_leader(self.leases[role], loop, wait)


def tune_process() -> None:
    """Tune the interpreter for a process that runs one desk. Call it when all long-lived objects exist.

    The garbage collector ignores these objects from now on, which saves a tenth of a turn; in a process that makes
    many desks, none would ever be freed. Threads release the interpreter lock sooner.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
