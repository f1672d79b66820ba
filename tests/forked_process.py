"""Processes of the desk that are forked from one that has imported it already.

To start Python and to import the desk takes three processor seconds, a fork next to none. What then runs is the command
of an operator in a process of its own, with its own arguments, environment, folder and output. Tests of the start
itself start Python: `tests/cli/test_run.py`, `tests/deployment/test_wheel.py`.
"""

import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests import fork_server


@dataclass(frozen=True)
class ForkedProcess:
    """A running process, with the methods of `subprocess.Popen` that tests use."""

    process: ForkServerProcess

    @property
    def pid(self) -> int:
        """The process id."""
        assert self.process.pid is not None
        return self.process.pid

    def poll(self) -> int | None:
        """Return its exit code, None while it runs."""
        return self.process.exitcode

    def kill(self) -> None:
        """Send SIGKILL."""
        self.process.kill()

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.process.terminate()

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, and return its exit code. Raises TimeoutError after so many seconds."""
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise TimeoutError(f"process {self.pid} has not ended within {timeout} seconds")
        return self.process.exitcode


def start(command: Sequence[str], *, environment: Mapping[str, str], folder: Path, output: Path) -> ForkedProcess:
    """Start `python -u COMMAND` in this folder; output: the file to which it writes both of its streams.

    command: a script with its arguments, or `-m` and a module with its arguments.
    """
    process = fork_server.context().Process(target=_run, args=(list(command), dict(environment), folder, output))
    process.start()
    return ForkedProcess(process)


def _run(command: list[str], environment: dict[str, str], folder: Path, output: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")
