"""Processes of the desk that are forked from one that has imported it already.

To start Python and to import the desk takes three processor seconds, a fork next to none. What then runs is the command
of an operator in a process of its own, with its own arguments, environment, folder and output. Tests of the start
itself start Python: `tests/cli/test_run.py`, `tests/deployment/test_wheel.py`.
"""

import os
import runpy
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from uuid import uuid4

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


class ReadProcess(ForkedProcess):
    """A running process whose streams are read. stdout: its lines, until it ends."""

    def __init__(self, process: ForkServerProcess, output: Path, errors: Path) -> None:
        super().__init__(process)
        self.stdout = self._lines(output)
        self._errors = errors

    @property
    def stderr(self) -> StringIO:
        """What it has said of errors so far."""
        return StringIO(self._errors.read_text(encoding="utf-8"))

    @property
    def returncode(self) -> int | None:
        """Its exit code, None while it runs."""
        return self.poll()

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait until it has ended, and return what nobody has read of its streams. Raises TimeoutError."""
        self.wait(timeout)
        return "".join(self.stdout), self.stderr.read()

    def _lines(self, path: Path) -> Iterator[str]:
        with path.open(encoding="utf-8") as file:
            begun = ""
            while True:
                has_ended = self.poll() is not None
                while part := file.readline():
                    begun += part
                    if begun.endswith("\n"):
                        yield begun
                        begun = ""
                if has_ended:
                    return
                time.sleep(0.02)


def start(command: Sequence[str], *, environment: Mapping[str, str], folder: Path, output: Path) -> ForkedProcess:
    """Start `python -u COMMAND` in this folder; output: the file to which it writes both of its streams.

    command: a script with its arguments, or `-m` and a module with its arguments.
    """
    return ForkedProcess(_started(command, environment, folder, output, output))


def start_and_read(command: Sequence[str], *, environment: Mapping[str, str], folder: Path, logs: Path) -> ReadProcess:
    """Do the same with a process whose streams are read. logs: the folder for them."""
    output, errors = (logs / f"{uuid4().hex}.txt" for _ in range(2))
    for stream in (output, errors):
        stream.touch()
    return ReadProcess(_started(command, environment, folder, output, errors), output, errors)


def _started(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, output: Path, errors: Path
) -> ForkServerProcess:
    arguments = (list(command), dict(environment), folder, output, errors)
    process = fork_server.context().Process(target=_run, args=arguments)
    process.start()
    return process


def _run(command: list[str], environment: dict[str, str], folder: Path, output: Path, errors: Path) -> None:
    os.umask(0o022)  # That of a shell.
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with output.open("ab") as said, errors.open("ab") as warned:
        os.dup2(said.fileno(), 1)
        os.dup2(warned.fileno(), 2)
    sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
    if command[0] == "-m":
        sys.argv = command[1:]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")
