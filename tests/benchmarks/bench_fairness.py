"""What the backlog of one lane, chat, timer or task costs all others, as ratios to a quiet desk.

    python -m tests.benchmarks.bench_fairness [--scale 1.0] [--rounds 5]

Every load has a database of its own. The measurements are interleaved, and their lower quartiles compared, because the
machine does other work, too. A claim: of one event of a lane beside the load, without the commit. An update: received
and handled, a share of what its transactions have handled. An answer: from the commit of its row until it has reached
a simulated Telegram, through the sender, with 30 messages a second.

The second table compares the statements of version 0.1.0 with those of now, on the same rows and in the same run: a
claim of 16 lanes, a turn as a share of its transaction, and a look of the sender for 20 deliveries. In brackets is the
ratio to a quiet desk. The long lane is at work meanwhile: a transaction holds it, on SQLite the batch itself. On
PostgreSQL a statement that takes five seconds is ended, and counts as five.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from rich.console import Console
from rich.table import Table
from sqlalchemy import select, text
from sqlmodel import Session

from bot.engine.clock import WakeEvent, now
from bot.engine.inbound.receiver import store_updates
from bot.engine.newer_versions import Versions
from bot.engine.outbound.delivery_results import ChannelSender, DeliveryResult
from bot.engine.outbound.rate_limit import MessageRateLimiter
from bot.engine.outbound.sender import Sender
from storage.database import Database, table_of
from storage.engine import inbox, inbox_queue, outbox
from storage.engine.inbox import EventSource, NewEvent
from storage.engine.lanes import LaneCursor
from storage.engine.leader_election import LeaderLease, LeaderRole
from storage.engine.outbox import Channel, DeliveryState
from storage.engine.outbox_queue import QueuedDelivery
from tests import databases as tests_databases, postgresql
from tests.benchmarks import before_and_now
from tests.benchmarks.before_and_now import Both
from tests.benchmarks.bench_rows import kinds, update
from tests.benchmarks.fairness_loads import LOADS, QUIET
from tests.fault_injection import counting

BOTH_COLUMNS = ("claim, 0.1.0", "now", "turn, 0.1.0", "now", "look, 0.1.0", "now")
PER_ROUND = 20
MESSAGES_A_SECOND = 30
SEND_SECONDS, TASK_SECONDS = 0.02, 3600.0


@dataclass
class Measured:
    """The figures of one load, in seconds."""

    claims: list[float] = field(default_factory=list)
    updates: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)


class SimulatedChannel(ChannelSender):
    """A channel at which messages take a moment, under Telegram's limit, and tasks do not end."""

    def __init__(self) -> None:
        self.limiter = MessageRateLimiter(MESSAGES_A_SECOND)
        self.arrived = asyncio.Event()

    async def deliver(self, delivery: QueuedDelivery) -> DeliveryResult:
        """Deliver, and tell of an answer."""
        if delivery.channel is Channel.TASK:
            await asyncio.sleep(TASK_SECONDS)
        await self.limiter.wait(delivery.id, urgent=delivery.is_urgent)
        await asyncio.sleep(SEND_SECONDS)
        if "answer" in delivery.content:
            self.arrived.set()
        return DeliveryResult(DeliveryState.DONE, message_id=delivery.id)


def main() -> None:
    """Measure and print."""
    options = _options()
    tests_databases.use_test_secret()
    postgresql.begin_run()
    columns = ("Database", "Beside", "claim ms", "ratio", "update ms", "ratio", "answer ms", "ratio")
    table = Table(*columns, title="One claim, update and answer")
    both = Table("Database", "Beside", *BOTH_COLUMNS, title="The statements of 0.1.0 and those of now, ms (ratio)")
    try:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            for kind, fresh in kinds(Path(folder)):
                _measure_all(kind, fresh, options, table, both)
    finally:
        postgresql.end_run()
    Console(width=110).print(table, both)


def _measure_all(
    kind: str, fresh: Callable[[], str], options: argparse.Namespace, table: Table, compared: Table
) -> None:
    with ExitStack() as stack:
        databases = {name: Database(fresh()) for name in LOADS}
        for name, database in databases.items():
            stack.callback(database.close)
            stack.enter_context(LOADS[name](database, options.scale))
            if not database.is_sqlite:
                with database.transaction() as session:  # Statistics as autovacuum keeps them.
                    session.execute(text("ANALYZE"))
        measured, both = {name: Measured() for name in LOADS}, {name: Both() for name in LOADS}
        for number in range(options.rounds):
            for name, database in databases.items():
                before_and_now.measure(database, both[name], number)
                _measure(database, measured[name], number)
        asyncio.run(_answers(databases, measured, options.rounds))
    quiet = measured[QUIET]
    for name, found in measured.items():
        cells = [_cells(found.claims, quiet.claims), _cells(found.updates, quiet.updates)]
        table.add_row(kind, name, *cells[0], *cells[1], *_cells(found.answers, quiet.answers))
        compared.add_row(kind, name, *_compared(both[name], both[QUIET]))


def _compared(found: Both, quiet: Both) -> list[str]:
    pairs = [(each[what], calm[what]) for what in found.now for each, calm in _versions(found, quiet)]
    return ["{} ({})".format(*_cells(*pair)) for pair in pairs]


def _versions(found: Both, quiet: Both) -> tuple[tuple[dict[str, list[float]], dict[str, list[float]]], ...]:
    return (found.before, quiet.before), (found.now, quiet.now)


def _cells(found: Sequence[float], quiet: Sequence[float]) -> tuple[str, str]:
    quick, quiet_quick = (statistics.quantiles(each, n=4)[0] for each in (found, quiet))
    return f"{1000 * quick:.2f}", f"{quick / quiet_quick:.1f}"


def _measure(database: Database, measured: Measured, number: int) -> None:
    """Time claims of waiting lanes, and updates of people who write for the first time."""
    lanes = [f"lane {number} {at}" for at in range(PER_ROUND)]
    with database.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.RESULT, lane, lane, {}) for lane in lanes], at=now())
    cursor = LaneCursor(after=f"lane {number} ")
    for _ in lanes:
        with database.transaction() as session:
            session.connection()
            began = time.perf_counter()
            claimed = inbox_queue.claim(session, now=now(), limit=1, cursor=cursor)
            measured.claims.append(time.perf_counter() - began)
            inbox.finish(session, [event.id for event in claimed], at=now())
    worker, first = counting.event_worker(database), 1_000_000 + number * PER_ROUND
    for user in range(first, first + PER_ROUND):
        began, handled = time.perf_counter(), 0
        with database.transaction() as session:
            store_updates(session, 1, [update(0, user, user)], at=now())
            is_waiting = _is_waiting(session, user)
        while is_waiting and handled < 1_000:
            with database.transaction() as session:
                handled += worker.batch(session)
                is_waiting = _is_waiting(session, user)
        measured.updates.append((time.perf_counter() - began) / max(1, handled))


def _is_waiting(session: Session, user: int) -> bool:
    """Return whether the update of a user waits: by its key, which no load makes dearer."""
    found = table_of(inbox.Event)
    query = select(found.c.state).where(
        found.c.source == EventSource.TELEGRAM, found.c.key == f"1:{update(0, user, user)['update_id']}"
    )
    return bool(session.connection().execute(query).scalar_one() == inbox.EventState.WAITING)


async def _answers(databases: dict[str, Database], measured: dict[str, Measured], rounds: int) -> None:
    """Time answers, one after the other, while each sender works on its load."""
    for name, database in databases.items():
        channel, wake = SimulatedChannel(), WakeEvent()
        lease = LeaderLease(database, LeaderRole.SENDING)
        await asyncio.to_thread(lease.acquire)
        sender = Sender(
            database,
            {Channel.CHAT: channel, Channel.TASK: channel},
            clock=now,
            wake=wake,
            lease=lease,
            versions=Versions(database, "benchmark", "sender", clock=now),
            wind_up_seconds=0,
        )
        running = asyncio.ensure_future(sender.run())
        renewing = asyncio.ensure_future(_renew(lease))
        await asyncio.sleep(1)
        for _ in range(2 * rounds):
            channel.arrived.clear()
            await database.write(
                lambda session: outbox.put(session, Channel.CHAT, f"a:{uuid4()}", {"answer": 1}, at=now())
            )
            began = time.perf_counter()
            wake.set()
            await channel.arrived.wait()
            measured[name].answers.append(time.perf_counter() - began)
        for task in (running, renewing):
            task.cancel()
        await asyncio.gather(running, renewing, return_exceptions=True)
        lease.release()


async def _renew(lease: LeaderLease) -> None:
    while True:
        await asyncio.sleep(1)
        await asyncio.to_thread(lease.acquire)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="the part of each load (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of 20 claims and updates (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
