"""Processes of the desk as an operator starts them, and a local Telegram in a process of its own."""

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
from tests import log_scanner

ROOT = Path(__file__).parents[2]
TOKEN = "1000000001:local-token"
SECRET = make_secret()
PATIENCE = 90.0
RUNS = "The desk runs"


@dataclass
class Process:
    """A process, and the file into which it speaks: a pipe that nobody reads would stop it."""

    running: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_text()

    def kill(self) -> None:
        """End it with SIGKILL."""
        self.running.kill()
        self.running.wait()


@dataclass
class Fleet:
    """The processes of one desk. Telegram is at `telegram_url`; all share the store at `database_url`."""

    database_url: str
    telegram_url: str
    folder: Path
    processes: list[Process] = field(default_factory=list)

    def start(self, role: str) -> Process:
        """Start a process of this role; it is not up yet."""
        log = self.folder / f"{len(self.processes)}-{role}.log"
        process = _spawn(["run_bot.py", "run"], self.environment(role), log)
        self.processes.append(process)
        return process

    def environment(self, role: str) -> dict[str, str]:
        """The settings of a process of this role, beside what this one has."""
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
        """End them all, at once: nothing depends on more."""
        for process in self.processes:
            process.kill()
            log_scanner.hand_in(process.said())


@contextmanager
def fleet(database_url: str, telegram_url: str, folder: Path) -> Iterator[Fleet]:
    """A fleet without processes, all of which are gone afterwards."""
    started = Fleet(database_url, telegram_url, folder)
    try:
        yield started
    finally:
        started.stop()


def until_it_runs(process: Process) -> None:
    """Wait until the process says that it runs."""
    deadline = time.monotonic() + PATIENCE
    while RUNS not in process.said():
        alive = process.running.poll() is None and time.monotonic() < deadline
        assert alive, f"The desk did not start:\n{process.said()}"
        time.sleep(0.02)


@contextmanager
def telegram(people: int, folder: Path, *, waiting: int = 0) -> Iterator[httpx.Client]:
    """The local Telegram in a process of its own, with so many people and messages that wait; gives a client."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    command = ["-m", "bot.simulator", "--port", str(port), "--token", TOKEN, "--people", str(people)]
    command += ["--waiting", str(waiting)]
    process = _spawn(command, {}, folder / "telegram.log")
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            _until_it_answers(client)
            yield client
    finally:
        process.kill()


def _until_it_answers(client: httpx.Client) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            client.get("/world/people").raise_for_status()
            return
        time.sleep(0.05)
    raise AssertionError("The local Telegram did not start.")


def _spawn(command: list[str], settings: dict[str, str], log: Path) -> Process:
    with log.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-u", *command],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return Process(running, log)
