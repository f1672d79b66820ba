"""Fair queueing of public requests by neighbourhood, so that nobody's requests keep others from their turn.

    enter ──► (upload) ──► turn: wait for a place ──► work ──► leave

A free place goes to the neighbourhood that has used least of late. No neighbourhood takes the last place while it holds
another, or more of the queue than its share. From a full queue the newest request of whoever waits with most gives way,
among equals of whoever has used most. A refused request counts as use, so those who ask all the time give way to those
who ask once.
"""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from bot.neighbourhoods import neighbourhoods

# What a caller is told when to ask again.
RETRY_SECONDS = 3
# After this time half of what a neighbourhood has used is forgotten.
HALF_LIFE_SECONDS = 30.0
# A request that is refused counts as this much use.
REFUSED_SECONDS = 0.5
MAX_NETWORKS = 20_000


class QueueFull(Exception):
    """Too many requests of this neighbourhood or of all wait: the caller should ask again in RETRY_SECONDS."""


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """How many requests of a neighbourhood and of a wider one may be here, how many may wait, and for how long."""

    near: int = 4
    wide: int = 8
    waiting: int = 16
    wait_seconds: float = 10.0


@dataclass(eq=False, slots=True)
class Entry:
    """A request that is here. ready: set when it has its place, or has to give way."""

    near: str
    wide: str
    ready: "asyncio.Future[None] | None" = None


@dataclass
class NeighbourhoodQueue:
    """places: how many requests work at a time. rest: a place is empty so many times as long as it was worked in."""

    places: int
    limits: QueueLimits = field(default_factory=QueueLimits)
    rest: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _here: Counter[str] = field(default_factory=Counter, init=False)
    _working: Counter[str] = field(default_factory=Counter, init=False)
    _busy: int = field(default=0, init=False)
    _waiting: list[Entry] = field(default_factory=list, init=False)
    _used: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict, init=False)

    @contextmanager
    def enter(self, address: str) -> Iterator[Entry]:
        """Count a request of this address until the end of the block. Raises QueueFull."""
        _, near, wide = neighbourhoods(address)
        entry = Entry(f"near {near}", f"wide {wide}")
        if self._here[entry.near] >= self.limits.near or self._here[entry.wide] >= self.limits.wide:
            self._count_use(entry, REFUSED_SECONDS)
            raise QueueFull
        self._here.update((entry.near, entry.wide))
        try:
            yield entry
        except QueueFull:
            self._count_use(entry, REFUSED_SECONDS)
            raise
        finally:
            _less(self._here, entry)

    @asynccontextmanager
    async def turn(self, entry: Entry) -> AsyncIterator[None]:
        """Wait for a place, and hold it until the end of the block. Raises QueueFull."""
        await self._place(entry)
        began = self.clock()
        try:
            yield
        finally:
            seconds = self.clock() - began
            if self.rest:
                asyncio.get_running_loop().call_later(seconds * self.rest, self._leave, entry, seconds)
            else:
                self._leave(entry, seconds)

    async def _place(self, entry: Entry) -> None:
        entry.ready = asyncio.get_running_loop().create_future()
        if len(self._waiting) >= self.limits.waiting:
            self._make_room(entry)
        self._waiting.append(entry)
        self._give_places()
        try:
            async with asyncio.timeout(self.limits.wait_seconds):
                await entry.ready
        except BaseException as problem:
            if entry in self._waiting:
                self._waiting.remove(entry)
            elif _has_place(entry):  # It was given one at this moment.
                self._leave(entry, 0)
            if isinstance(problem, TimeoutError):
                raise QueueFull from None
            raise

    def _make_room(self, entry: Entry) -> None:
        """Let the newest request of whoever waits with most give way. Raises QueueFull if it is this one's."""
        waiting = Counter(name for each in [*self._waiting, entry] for name in (each.near, each.wide))

        def rank(each: Entry) -> tuple[float, ...]:
            used = self._use_of(each.wide), self._use_of(each.near)
            return waiting[each.wide], waiting[each.near], *used

        last = max(reversed(self._waiting), key=rank)
        if rank(entry) >= rank(last):
            raise QueueFull
        self._waiting.remove(last)
        if last.ready is not None and not last.ready.done():
            last.ready.set_exception(QueueFull())

    def _give_places(self) -> None:
        while self._busy < self.places and (fitting := [each for each in self._waiting if self._may_work(each)]):
            entry = min(fitting, key=lambda each: (self._use_of(each.wide), self._use_of(each.near)))
            self._waiting.remove(entry)
            if entry.ready is None or entry.ready.done():  # Cancelled at this moment.
                continue
            self._busy += 1
            self._working.update((entry.near, entry.wide))
            entry.ready.set_result(None)

    def _may_work(self, entry: Entry) -> bool:
        return self._working[entry.wide] < max(1, self.places - 1)

    def _leave(self, entry: Entry, seconds: float) -> None:
        self._busy -= 1
        _less(self._working, entry)
        self._count_use(entry, seconds)
        self._give_places()

    def _count_use(self, entry: Entry, seconds: float) -> None:
        for name in (entry.near, entry.wide):
            self._used[name] = (self._use_of(name) + seconds, self.clock())
            self._used.move_to_end(name)
        while len(self._used) > MAX_NETWORKS:
            self._used.popitem(last=False)

    def _use_of(self, name: str) -> float:
        """Return how many seconds a neighbourhood has used of late."""
        seconds, at = self._used.get(name, (0.0, 0.0))
        return seconds * 0.5 ** ((self.clock() - at) / HALF_LIFE_SECONDS) if seconds else 0.0


def _has_place(entry: Entry) -> bool:
    ready = entry.ready
    return ready is not None and ready.done() and not ready.cancelled() and ready.exception() is None


def _less(counted: Counter[str], entry: Entry) -> None:
    counted.subtract((entry.near, entry.wide))
    for name in (entry.near, entry.wide):
        if not counted[name]:
            del counted[name]
