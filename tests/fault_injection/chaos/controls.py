"""Integers in shared memory by which the driver of a chaos run controls its child processes."""

from typing import Any

from tests import fork_server

SLOTS = 8  # Child processes at a time.
_LIMIT, _CONFIRMED, _RATE, _HIDDEN, _BREAKS = range(5)
_GLOBAL = 5


class Controls:
    """What the driver sets and the children read. A child knows its slot."""

    def __init__(self, values: Any = None) -> None:
        self.values = values or fork_server.context().RawArray("q", _GLOBAL + 2 * SLOTS)

    @property
    def limit(self) -> int:
        """The number of the last update that Telegram hands out."""
        return int(self.values[_LIMIT])

    @limit.setter
    def limit(self, number: int) -> None:
        self.values[_LIMIT] = number

    @property
    def confirmed(self) -> int:
        """The number of the last update that a poller has confirmed."""
        return int(self.values[_CONFIRMED])

    def confirm(self, number: int) -> None:
        """Confirm the updates up to this number."""
        self.values[_CONFIRMED] = max(self.confirmed, number)

    @property
    def fault_rate(self) -> int:
        """Of a million statements, how many meet a fault."""
        return int(self.values[_RATE])

    @fault_rate.setter
    def fault_rate(self, rate: int) -> None:
        self.values[_RATE] = rate

    @property
    def hidden_commits(self) -> int:
        """Of a million commits, how many succeed without an answer."""
        return int(self.values[_HIDDEN])

    @hidden_commits.setter
    def hidden_commits(self, rate: int) -> None:
        self.values[_HIDDEN] = rate

    @property
    def broken_calls(self) -> int:
        """Of a million calls to Telegram, how many fail, before or after they take effect."""
        return int(self.values[_BREAKS])

    @broken_calls.setter
    def broken_calls(self, rate: int) -> None:
        self.values[_BREAKS] = rate

    def clock_offset(self, slot: int) -> int:
        """Return by how many seconds the clock of a child is wrong."""
        return int(self.values[_GLOBAL + slot])

    def set_clock(self, slot: int, seconds: int) -> None:
        """Let the clock of a child be wrong."""
        self.values[_GLOBAL + slot] = seconds

    def kill_after_messages(self, slot: int, count: int) -> None:
        """Let a child kill itself right after so many messages from now; 0: not."""
        self.values[_GLOBAL + SLOTS + slot] = count

    def is_last_message(self, slot: int) -> bool:
        """Count a message of a child. Returns whether the child kills itself now."""
        left = self.values[_GLOBAL + SLOTS + slot]
        if left:
            self.values[_GLOBAL + SLOTS + slot] = left - 1
        return bool(left == 1)
