"""The child processes of a chaos run: started, killed, stopped and woken by the driver, each in a slot of its own."""

import contextlib
import os
import signal
import time
from dataclasses import replace
from multiprocessing.process import BaseProcess
from random import Random

from tests.fault_injection import children
from tests.fault_injection.chaos import child
from tests.fault_injection.chaos.child import ChildPlan
from tests.fault_injection.chaos.controls import Controls
from tests.fault_injection.chaos.journal import Journal

STOP_SECONDS = 120.0  # A desk that is told to stop has ended by then, on a busy machine too.


class Processes:
    """One process for each slot. SQLite serves one process only."""

    def __init__(self, plan: ChildPlan, count: int, controls: Controls, journal: Journal, random: Random) -> None:
        self._plan, self._controls, self._journal, self._random = plan, controls, journal, random
        self.newer = [plan.newer or slot % 2 == 1 for slot in range(count)]
        self._processes: list[BaseProcess] = []
        self._stopped: set[int] = set()
        self.problems: list[str] = []

    def start_all(self) -> None:
        """Start every process."""
        self._processes = [self._start(slot) for slot in range(len(self.newer))]

    def kill(self, slot: int) -> None:
        """Kill a process with SIGKILL, and start another in its place."""
        self._journal.write("kill", f"{slot}")
        self._processes[slot].kill()
        self._restart(slot)

    def end(self, slot: int) -> None:
        """Let a process stop in good order, and start another in its place."""
        self._journal.write("end", f"{slot}")
        self.wake(slot)
        self._processes[slot].terminate()
        self._processes[slot].join(STOP_SECONDS)
        if self._processes[slot].exitcode is None:
            self.problems.append(f"process {slot} did not stop")
        self._restart(slot)

    def stop(self, slot: int) -> None:
        """Stop a process by SIGSTOP."""
        self._journal.write("stop", f"{slot}")
        self._stopped.add(slot)
        self._signal(slot, signal.SIGSTOP)

    def wake(self, slot: int) -> None:
        """Let a stopped process continue."""
        if slot in self._stopped:
            self._stopped.discard(slot)
            self._journal.write("wake", f"{slot}")
            self._signal(slot, signal.SIGCONT)

    def change_version(self, slot: int) -> None:
        """Replace a process by one of the other version."""
        self.newer[slot] = not self.newer[slot]
        self.end(slot)

    def upgrade_all(self) -> None:
        """Wake every process, and replace those of the older version."""
        for slot, newer in enumerate(self.newer):
            self.wake(slot)
            if not newer:
                self.change_version(slot)

    def replace_ended(self) -> None:
        """Start others in the place of processes that have killed themselves."""
        for slot, process in enumerate(self._processes):
            if process.exitcode is not None:
                if process.exitcode != -signal.SIGKILL:
                    self.problems.append(f"process {slot} ended with {process.exitcode}")
                self._restart(slot)

    def kill_all(self) -> None:
        """Kill every process."""
        for process in self._processes:
            process.kill()
            process.join()

    def _restart(self, slot: int) -> None:
        self._stopped.discard(slot)
        self._controls.kill_after_messages(slot, 0)
        process = self._processes[slot]
        process.kill()
        process.join()
        self._processes[slot] = self._start(slot)

    def _start(self, slot: int) -> BaseProcess:
        own = replace(self._plan, slot=slot, seed=self._random.randrange(10**9), newer=self.newer[slot])
        return children.start(child.live, own, self._controls.values)

    def _signal(self, slot: int, number: signal.Signals) -> None:
        pid = self._processes[slot].pid
        assert pid is not None
        with contextlib.suppress(ProcessLookupError):  # It has killed itself.
            os.kill(pid, number)


def wait(seconds: float) -> None:
    """Wait while the processes work."""
    time.sleep(seconds)
