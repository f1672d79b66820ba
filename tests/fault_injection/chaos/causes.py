"""Why a message was repeated: what happened to the process that sent it, until it was sent again."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.fault_injection.chaos.journal import Entry

UNKNOWN = "no cause"
# A cause may lie so long before the message, in nanoseconds, or so many messages of its slot, which takes longer on a
# busy machine: a lease that was lost ends later.
BEFORE, MESSAGES_BEFORE = 4_000_000_000, 200
# In this order: the first that fits is the cause.
CAUSES = {
    "kill": "kill between send and mark",
    "killed itself": "kill between send and mark",
    "broken call": "answer of Telegram lost",
    "stop": "stopped leader",
    "cut": "cut connection",
    "fault": "database error",
    "database error": "database error",
    "lost role": "late renewal of the lease",
}
# What the driver does to a process; the other entries are written by the process itself.
BY_DRIVER = ("kill", "stop", "cut")

Sent = tuple[int, int, int]  # When, by which slot, by which process.


class Causes:
    """The disturbances of an episode, by the slot that met them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._of_slot: dict[int, list[Entry]] = defaultdict(list)
        self._sent_at: dict[int, list[int]] = defaultdict(list)
        for entry in entries:
            if entry.what in CAUSES:
                self._of_slot[int(entry.about) if entry.what in BY_DRIVER else entry.slot].append(entry)
            elif entry.what == "sent":
                self._sent_at[entry.slot].append(entry.at)

    def of_repetition(self, first: Sent, second: Sent) -> str:
        """Return the cause why a message was sent a second time."""
        (since, slot, _), (until, *_) = first, second
        met = {entry.what for entry in self._between(slot, self._before(slot, since), until)}
        return next((cause for what, cause in CAUSES.items() if what in met), UNKNOWN)

    def _before(self, slot: int, moment: int) -> int:
        """Return from when on a cause may explain a message of this moment."""
        sent = self._sent_at[slot]
        at = bisect_left(sent, moment) - MESSAGES_BEFORE
        return min(moment - BEFORE, sent[max(at, 0)]) if sent else moment - BEFORE

    def _between(self, slot: int, since: int, until: int) -> Sequence[Entry]:
        return [entry for entry in self._of_slot[slot] if since <= entry.at <= until]
