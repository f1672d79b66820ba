"""Runs a loop only while this process holds a leader role, and makes its writes conditional on the role."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from sqlmodel import Session

from storage.database import Database
from storage.engine.leader_election import LeaderLease, LeadershipLost

log = logging.getLogger("chezhu.desk")

RENEWAL_SECONDS = 1.0
Result = TypeVar("Result")


class WritableDatabase(Protocol):
    """What a loop needs of a database: transactions on a thread."""

    async def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in one transaction, and return its result after the commit."""
        ...

    async def write_queue(self, work: Callable[[Session], Result]) -> Result:
        """Do the same for work that waits for no row of the domain."""
        ...


class FencedDatabase:
    """A database whose transactions are conditional on a leader role."""

    def __init__(self, database: Database, lease: LeaderLease) -> None:
        self._database = database
        self._lease = lease

    async def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in one transaction, if the role is held until the commit. Raises LeadershipLost."""
        return await self._database.write(partial(self._fenced, work))

    async def write_queue(self, work: Callable[[Session], Result]) -> Result:
        """Do the same for work that waits for no row of the domain."""
        return await self._database.write_queue(partial(self._fenced, work))

    def _fenced(self, work: Callable[[Session], Result], session: Session) -> Result:
        self._lease.require(session)
        return work(session)


def as_leader(
    lease: LeaderLease,
    loop: Callable[[], Awaitable[None]],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Callable[[], Awaitable[None]]:
    """Return the loop such that it runs only while this process holds the role of the lease.

    When the role is lost the loop is cancelled, and awaited before the role is tried for again.
    wait: waits so many seconds while another process may have the role.
    """
    # A thread of its own: renewals wait for no other work, and never run at the same time as the release.
    thread = ThreadPoolExecutor(1, thread_name_prefix=f"lease {lease.role.name.lower()}")

    async def led() -> None:
        here = asyncio.get_running_loop()
        while not await here.run_in_executor(thread, lease.acquire):
            await wait(RENEWAL_SECONDS)
        running = asyncio.ensure_future(loop())
        try:
            await _hold(lease, running, thread)
        finally:  # The role is released only when the loop has stopped.
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await here.run_in_executor(thread, lease.release)
        if not running.cancelled() and not isinstance(running.exception(), LeadershipLost):
            running.result()

    return led


async def _hold(lease: LeaderLease, running: "asyncio.Future[None]", thread: Executor) -> None:
    """Renew the lease until the loop ends or the role is lost. A renewal that hangs does not outlast the lease."""
    while not running.done():
        renewal = asyncio.get_running_loop().run_in_executor(thread, lease.acquire)
        while not renewal.done() and lease.is_valid:
            await asyncio.wait([renewal], timeout=RENEWAL_SECONDS / 4)
        if not lease.is_valid or not renewal.result():
            log.warning("a leader role is lost", extra={"role": lease.role.name.lower()})
            return
        await asyncio.wait([running], timeout=RENEWAL_SECONDS)
