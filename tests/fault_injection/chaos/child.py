"""A desk in a child process of a chaos run: all its loops, in one of two versions, until it is killed or stopped."""

import asyncio
import logging
import os
import signal
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from psycopg import errors
from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlmodel import Session

from bot.engine import clock
from bot.engine.clock import Clock
from bot.engine.database_clock import DatabaseClock
from bot.engine.desk import Desk, DeskParts
from bot.engine.inbound.worker import MAX_BATCH_SECONDS
from storage.database import Database
from storage.database.faults import is_fault
from storage.engine.leader_election import LeaderLease, LeaderRole
from tests import databases
from tests.fault_injection.chaos import missing_guards
from tests.fault_injection.chaos.controls import Controls
from tests.fault_injection.chaos.flows import CountingFlows
from tests.fault_injection.chaos.journal import Journal
from tests.fault_injection.chaos.random_faults import ChaosDatabase
from tests.fault_injection.chaos.telegram import ChaosBot, Traffic

LEASE_SECONDS, MARGIN_SECONDS = 2.5, 1.3
# Shorter than in production, as processes are stopped for seconds and not for minutes.
TIMEOUTS = "-c lock_timeout=2s -c idle_in_transaction_session_timeout=2s"
WORKERS = 2
FULL_BATCH_SECONDS = 60.0  # So that a batch has several turns on a busy machine, too: the earlier ones can be lost.


class LostRoles(logging.Handler):
    """Writes into the journal that a leader role is lost; a busy machine alone can be the reason."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write the name of the role."""
        if "role" in vars(record):
            self._journal.write("lost role", f"{vars(record)['role']}")


class NoSms:
    """A gateway that gets no message."""

    async def send(self, message_id: str, to: str, text: str) -> None:
        """Refuse to send."""
        raise AssertionError("a text message")

    async def aclose(self) -> None:
        """Do nothing."""


class BoundlessLease(LeaderLease):
    """A lease without its guards: each process holds the role for ever."""

    @property
    def is_valid(self) -> bool:
        """Return True."""
        return True

    def require(self, session: Session) -> None:
        """Check nothing."""

    def acquire(self) -> bool:
        """Return True."""
        return True


@dataclass(frozen=True)
class ChildPlan:
    """What a child is started with. without: the name of a guard that is taken away, which the checks must notice."""

    url: str
    journal: Path
    traffic: Traffic
    slot: int
    seed: int
    newer: bool
    without: str = ""


def live(plan: ChildPlan, values: Any) -> None:
    """Run the desk until it is killed, or stop it in good order at SIGTERM."""
    databases.use_test_secret()
    asyncio.run(_live(plan, Controls(values)))


async def _live(plan: ChildPlan, controls: Controls) -> None:
    journal, random = Journal(plan.journal, plan.slot), Random(plan.seed)
    database = ChaosDatabase(_own_url(plan), controls, journal, random, workers=WORKERS)
    missing_guards.take_away(plan.without, database)
    event.listen(database.engine, "handle_error", partial(_note_error, journal))
    desk_clock = DatabaseClock(database, process_clock=_moved_clock(controls, plan.slot))
    synchronising = asyncio.create_task(desk_clock.run())
    desk = Desk(_parts(plan, controls, database, journal, random, desk_clock))
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    journal.write("started", f"{'newer' if plan.newer else 'older'}")
    logging.getLogger("chezhu.desk").addHandler(LostRoles(journal))
    desk.start()
    await ended.wait()
    await desk.stop()
    synchronising.cancel()
    journal.write("stopped")
    os._exit(0)


def _note_error(journal: Journal, context: ExceptionContext) -> None:
    """Write a fault of the database into the journal: a busy machine alone lets transactions time out.

    Locks that are not free excuse nothing: no two processes should want the same.
    """
    problem = context.original_exception
    if is_fault(problem) and not isinstance(problem, (errors.DeadlockDetected, errors.LockNotAvailable)):
        journal.write("database error", type(problem).__name__)


def _parts(
    plan: ChildPlan, controls: Controls, database: Database, journal: Journal, random: Random, desk_clock: Clock
) -> DeskParts:
    flows = CountingFlows(journal, newer=plan.newer)
    return DeskParts(
        database=database,
        bot=ChaosBot(plan.traffic, controls, journal, plan.slot, random),
        sms=NoSms(),
        handlers=flows.handlers(),
        notifications=flows.notifications,
        tasks=flows.tasks,
        clock=desk_clock,
        batch_seconds=FULL_BATCH_SECONDS if missing_guards.TRANSACTION_CHECK in plan.without else MAX_BATCH_SECONDS,
        new_lease=BoundlessLease if missing_guards.FENCING in plan.without else _lease,
    )


def _lease(database: Database, role: LeaderRole) -> LeaderLease:
    return LeaderLease(database, role, lease_seconds=LEASE_SECONDS, margin_seconds=MARGIN_SECONDS)


def _moved_clock(controls: Controls, slot: int) -> Clock:
    return lambda: clock.now() + timedelta(seconds=controls.clock_offset(slot))


def _own_url(plan: ChildPlan) -> str:
    """Return the URL with the slot as the connection's name, so that the driver finds its connections."""
    if plan.url.startswith("sqlite"):
        return plan.url
    return f"{plan.url}&application_name=chaos-{plan.slot}&options={TIMEOUTS}"
