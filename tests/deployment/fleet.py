"""Processes of the desk, started as an operator starts them, and the local Telegram in another process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from storage.database.encryption import make_secret
from tests import forked_process, log_scanner
from tests.forked_process import ForkedProcess

ROOT = Path(__file__).parents[2]
TOKEN = "1000000001:local-token"
SECRET = make_secret()
TIMEOUT = 300.0
RUNNING = "The desk is running"


@dataclass
class DeskProcess:
    """A process and the file with its output. A pipe that nobody reads would block it."""

    running: "subprocess.Popen[bytes] | ForkedProcess"
    log: Path

    def output(self) -> str:
        """Return its output so far."""
        return self.log.read_text()

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        self.running.kill()
        self.running.wait()


@dataclass
class Fleet:
    """The processes of one desk, which share a database and a Bot API server."""

    database_url: str
    telegram_url: str
    folder: Path
    processes: list[DeskProcess] = field(default_factory=list)

    def start(self, role: str, *, tree: Path = ROOT) -> DeskProcess:
        """Start a process with this role, without waiting for it. tree: the checkout, perhaps of another version."""
        log = self.folder / f"{len(self.processes)}-{role}.log"
        process = _spawn(["run_bot.py", "run"], self.environment(role), log, tree)
        self.processes.append(process)
        return process

    def environment(self, role: str) -> dict[str, str]:
        """Return the environment of a process with this role."""
        return {
            **os.environ,
            "CHEZHU_ROLE": role,
            "CHEZHU_DATABASE_URL": self.database_url,
            "CHEZHU_SECRET_KEY": SECRET,
            "CHEZHU_TELEGRAM_TOKEN": TOKEN,
            "CHEZHU_TELEGRAM_API_URL": self.telegram_url,
            "CHEZHU_DATA_DIR": str(self.folder),
            "CHEZHU_PORT": "0",
        }

    def stop(self) -> None:
        """Kill all processes."""
        for process in self.processes:
            process.kill()
            log_scanner.hand_in(process.output())


@contextmanager
def fleet(database_url: str, telegram_url: str, folder: Path) -> Iterator[Fleet]:
    """Yield a fleet without processes; kill all its processes at the end."""
    started = Fleet(database_url, telegram_url, folder)
    try:
        yield started
    finally:
        started.stop()


def wait_until_running(process: DeskProcess) -> None:
    """Wait until the process prints that it is running."""
    deadline = time.monotonic() + TIMEOUT
    while RUNNING not in process.output():
        alive = process.running.poll() is None and time.monotonic() < deadline
        assert alive, f"The desk did not start:\n{process.output()}"
        time.sleep(0.02)


@contextmanager
def telegram(people: int, folder: Path, *, waiting: int = 0) -> Iterator[httpx.Client]:
    """Run the local Telegram in another process with this many people and waiting messages; yields a client."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = ["-m", "bot.simulator", "--port", str(port), "--token", TOKEN, "--people", str(people), "--no-limits"]
    command += ["--waiting", str(waiting)]
    process = _spawn(command, {}, folder / "telegram.log")
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            _wait_for_response(client)
            yield client
    finally:
        process.kill()


def _wait_for_response(client: httpx.Client) -> None:
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            client.get("/world/people").raise_for_status()
            return
        time.sleep(0.05)
    raise AssertionError("The local Telegram did not start.")


def _spawn(command: list[str], settings: dict[str, str], log: Path, tree: Path = ROOT) -> DeskProcess:
    environment = {**os.environ, **settings}
    if tree == ROOT:
        log.touch()
        return DeskProcess(forked_process.start(command, environment=environment, folder=tree, output=log), log)
    with log.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-u", *command], cwd=tree, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    return DeskProcess(running, log)
