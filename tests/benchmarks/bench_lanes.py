"""Throughput limit of lanes: a simulation of people who write and workers who claim events.

The rule is the desk's: an event is claimed only if it is the oldest of its lane and no other event of that lane is
being handled. Nothing is stored; service times are given and time is simulated. So the result is what the *rule*
allows, without commits, locks and the network. `python -m tests.benchmarks.bench_lanes --help`
"""

import argparse
import heapq
import sys
from bisect import bisect
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

SERVICE = 2.0  # Milliseconds of one turn with its commit in one worker process; measure your own.


@dataclass(frozen=True)
class Load:
    """Arrivals. rate: updates a second; skew: exponent of Zipf's law over lanes (0: uniform); burst: at once."""

    rate: float
    lanes: int = 100_000
    skew: float = 0.0
    burst: int = 1
    updates: int = 60_000
    seed: int = 0


@dataclass(frozen=True)
class LaneTimes:
    """Waiting times in milliseconds; busy: share of the workers' time; busiest: share of one lane's time."""

    median: float
    p99: float
    busy: float
    busiest: float
    handled: float

    @property
    def keeps_up(self) -> bool:
        """Whether 99 % of the updates were handled within a second."""
        return self.p99 <= 1000


def arrivals(load: Load) -> Iterator[tuple[float, int]]:
    """Yield milliseconds and lane of each update; bursts are a Poisson process."""
    random = Random(load.seed)
    weights = list(accumulate(1 / rank**load.skew for rank in range(1, load.lanes + 1)))
    at = 0.0
    for _ in range(load.updates // load.burst):
        at += random.expovariate(load.rate / load.burst / 1000)
        lane = bisect(weights, random.random() * weights[-1])
        for _ in range(load.burst):
            yield at, lane


def simulate(load: Load, *, workers: int, service: float) -> LaneTimes:
    """Simulate `workers` workers whose turns take about `service` milliseconds."""
    random = Random(load.seed + 1)
    waiting: dict[int, deque[float]] = defaultdict(deque)
    heads: list[tuple[float, int]] = []
    working: list[tuple[float, int]] = []
    waits, spent, of_lane, now = list[float](), 0.0, defaultdict[int, float](float), 0.0
    coming = arrivals(load)
    following = next(coming, None)
    while following or working or heads:
        while heads and len(working) < workers:
            came, lane = heapq.heappop(heads)
            takes = random.gammavariate(4, service / 4)
            spent, of_lane[lane] = spent + takes, of_lane[lane] + takes
            waits.append(now + takes - came)
            heapq.heappush(working, (now + takes, lane))
        if working and (following is None or working[0][0] <= following[0]):
            now, lane = heapq.heappop(working)
            waiting[lane].popleft()
            if waiting[lane]:
                heapq.heappush(heads, (waiting[lane][0], lane))
        elif following:
            now, lane = following
            waiting[lane].append(now)
            if len(waiting[lane]) == 1:
                heapq.heappush(heads, (now, lane))
            following = next(coming, None)
    waits.sort()
    return LaneTimes(
        waits[len(waits) // 2],
        waits[len(waits) * 99 // 100],
        spent / (now * workers),
        max(of_lane.values()) / now,
        len(waits) / now * 1000,
    )


SHAPES = {
    "all write alike": {"skew": 0.0},
    "bursts of 5": {"skew": 0.0, "burst": 5},
    "Zipf 0.8": {"skew": 0.8},
    "Zipf 1.1": {"skew": 1.1},
}


def report(*, rate: float, service: float, updates: int) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"Simulated: {rate:.0f} updates a second, {service:.1f} ms a turn, 100,000 lanes, {updates} updates."
    yield ""
    yield "| arrivals | workers | median ms | p99 ms | workers busy | busiest lane | handled a second | keeps up |"
    yield "|---|---|---|---|---|---|---|---|"
    least = max(1, round(rate * service / 1000))
    for name, shape in SHAPES.items():
        for workers in (max(1, least - 2), least + 1, least * 2):
            load = Load(rate, updates=updates, skew=shape["skew"], burst=int(shape.get("burst", 1)))
            found = simulate(load, workers=workers, service=service)
            figures = f"{found.median:.1f} | {found.p99:.1f} | {found.busy:.0%} | {found.busiest:.0%}"
            yield f"| {name} | {workers} | {figures} | {found.handled:.0f} | {'yes' if found.keeps_up else 'no'} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_lanes", description=__doc__)
    parser.add_argument("--rate", type=float, default=4000, help="updates a second (default: %(default)s)")
    parser.add_argument("--service", type=float, default=SERVICE, help="ms of one turn (default: %(default)s)")
    parser.add_argument("--updates", type=int, default=60_000, help="number of updates (default: %(default)s)")
    options = parser.parse_args()
    for line in report(rate=options.rate, service=options.service, updates=options.updates):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
