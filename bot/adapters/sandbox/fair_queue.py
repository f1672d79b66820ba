"""The queue of a sandbox pool: fair between persons, and quick jobs before heavy ones."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from heapq import heappop, heappush

_requester: ContextVar[str] = ContextVar("requester", default="")


@contextmanager
def on_behalf_of(requester: str) -> Iterator[None]:
    """Say for whom the jobs of this block are: a person's lane, or a neighbourhood of addresses."""
    token = _requester.set(requester)
    try:
        yield
    finally:
        _requester.reset(token)


class FairQueue:
    """Places for running jobs. The next one is for the requester who has the fewest jobs before it, then the oldest."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._jobs: Counter[str] = Counter()
        self._waiting: list[tuple[bool, int, int, asyncio.Future[None]]] = []
        self._arrivals = 0

    @property
    def jobs(self) -> int:
        """How many jobs are waiting or running."""
        return self._jobs.total()

    @asynccontextmanager
    async def place(self, *, heavy: bool) -> AsyncIterator[None]:
        """Wait for a place. A heavy job gets none while others wait."""
        requester = _requester.get()
        self._arrivals += 1
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (heavy, self._jobs[requester], self._arrivals, turn))
        self._jobs[requester] += 1
        self._admit()
        try:
            await turn
            yield
        finally:
            self._free += not turn.cancelled()
            self._jobs = +(self._jobs - Counter({requester: 1}))
            self._admit()

    def _admit(self) -> None:
        while self._free and self._waiting:
            turn = heappop(self._waiting)[-1]
            if not turn.cancelled():
                self._free -= 1
                turn.set_result(None)
