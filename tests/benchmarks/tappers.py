"""People who tap their way through the menu and write commands, no faster than one person may, and what they wait.

A tap is answered when the tapped message has changed, or a newer one has come, and shows the button of the next step;
other messages, such as those that an attack causes, are no answer. A tap without an answer within ten seconds is
missed: it counts with all of them, and a run with one misses its target.
"""

import asyncio
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.benchmarks.simulated_people import SimulatedPerson

TARGET_MS = 300
MISSED_TARGET = 3  # The exit code of a benchmark whose figures are complete, and do not meet the target.
LABELS = ("更多", "语言", "中文", "菜单")
COMMANDS = ("/menu", "/help", "/rules", "/privacy", "/progress", "/vehicles")
# Beyond a burst of 100, the desk handles one update a second of each person, and drops the others.
PAUSE = (1.0, 1.4)
DEADLINE = 10.0


@dataclass
class TapWaits:
    """What taps have waited, in seconds; and how many of them were missed."""

    seconds: list[float] = field(default_factory=list)
    missed: int = 0

    def milliseconds(self) -> tuple[float, float, float]:
        """Return the median, the 95th percentile and the longest wait."""
        if len(self.seconds) < 2:
            return (float("nan"),) * 3
        cuts = statistics.quantiles(self.seconds, n=20, method="inclusive")
        return 1000 * cuts[9], 1000 * cuts[18], 1000 * max(self.seconds)

    def meet_the_target(self) -> bool:
        """Return whether 95 of 100 taps were answered in time, and none was missed."""
        return not self.missed and self.milliseconds()[1] <= TARGET_MS


async def begin(hand: SimulatedPerson) -> None:
    """Open the menu, and wait for it, also until a desk has started."""
    hand.says("/menu")
    await hand.sees_button(LABELS[0])


async def tap(hand: SimulatedPerson, waits: TapWaits, is_over: Callable[[], bool]) -> None:
    """Tap the buttons of the menu in turn until it is over."""
    await begin(hand)
    while not is_over():
        for at, label in enumerate(LABELS):
            await asyncio.sleep(random.uniform(*PAUSE))
            seconds = await hand.taps_to_see(label, LABELS[(at + 1) % len(LABELS)], within=DEADLINE)
            waits.seconds.append(DEADLINE if seconds is None else seconds)
            if seconds is None:
                waits.missed += 1
                await begin(hand)
                break


async def write(hand: SimulatedPerson, waits: TapWaits, is_over: Callable[[], bool]) -> None:
    """Write commands until it is over."""
    while not is_over():
        await asyncio.sleep(random.uniform(*PAUSE))
        hand.says(random.choice(COMMANDS))
        waits.seconds.append(await hand.answered())
