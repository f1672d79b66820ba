"""Kills of real processes: people act their stories while the desk's process is killed with SIGKILL again and again.

The simulated Telegram runs in this process; the desk runs in a child process that calls it
by HTTP. Half of the children kill themselves at a random crash point, half are killed at a random time.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from random import Random
from typing import Any

import httpx
import uvicorn

from bot.simulator.app import create_app
from tests.fault_injection import child, children, invariants, story_of_booking
from tests.fault_injection.crash_points import CrashPoints
from tests.fault_injection.environment import BOOKING_DESK, DeskDefinition, Environment
from tests.stories.actor import Actor

# The highest crash point at which a child kills itself.
MAX_POINT = 40

# Seconds in which a running desk must become idle.
IDLE_TIMEOUT = 30.0


@dataclass(frozen=True)
class KillingResult:
    """The result of a run; repeated: the number of messages sent more than once."""

    conversations: int
    kills: int
    repeated: int


class ServedEnvironment(Environment):
    """An environment whose simulated Telegram is served over HTTP to a desk in another process."""

    def __init__(self, database_url: str, definition: DeskDefinition = BOOKING_DESK) -> None:
        super().__init__(database_url, CrashPoints(), definition)
        self.client = httpx.Client()

    def ask(self, method: str, path: str, **question: Any) -> Any:
        """Send a request to the simulated world's API."""
        answer = self.client.request(method, path, **question)
        assert answer.status_code < 400, answer.text
        return answer.json()

    def person(self, name: str, phone: str = "", language: str = "zh-hans") -> Actor:
        """Add a Telegram user with a phone."""
        about = {"first_name": name, "phone": phone, "language_code": language}
        return Actor(self.as_app, self.ask("POST", "/world/people", json=about)["id"], name)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the simulated world on a free port, from a thread."""
        config = uvicorn.Config(
            create_app(self.world), log_config=None, log_level="critical", timeout_graceful_shutdown=1
        )
        with socket.create_server(("127.0.0.1", 0)) as door:
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
            thread.start()
            url = f"http://127.0.0.1:{door.getsockname()[1]}"
            with httpx.Client(base_url=url, timeout=30) as self.client:
                yield url
            server.should_exit = True
            thread.join()

    def is_idle(self) -> bool:
        """Return whether nothing is left to receive, to handle or to send."""
        if self.world.bot.updates.pending:
            return False
        waiting = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
        leaving = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'underway')"
        return not self.read(
            lambda session: sum(session.connection().exec_driver_sql(q).scalar_one() for q in (waiting, leaving))
        )


class ChildDesk:
    """A desk in a child process that can be killed and started again."""

    def __init__(self, environment: ServedEnvironment, telegram_url: str, random: Random) -> None:
        self._environment, self._url, self._random = environment, telegram_url, random
        self.kills = 0
        self._process: BaseProcess | None = None

    def start(self, *, to_die: bool) -> None:
        """Start a child; with `to_die`, half of them kill themselves at a random crash point."""
        points = self._random.randrange(1, MAX_POINT) if to_die and self._random.random() < 0.5 else 0
        self._process = children.start(child.live, self._url, self._environment.url, points)

    def kill(self) -> None:
        """Kill the child with SIGKILL, and note which messages it did not record."""
        assert self._process is not None
        self._process.kill()
        self._process.join()
        self.kills += 1
        time.sleep(0.05)  # Requests that it had sent reach the server.
        self._environment.record_crash()

    def has_ended(self) -> bool:
        """Return whether the child has ended."""
        return self._process is None or self._process.exitcode is not None


def run(
    database_url: str, *, conversations: int, kills: int, seed: int, on_progress: Callable[[int], None] = lambda _: None
) -> KillingResult:
    """Let people book while about `kills` desks are killed. Raises AssertionError."""
    random = Random(f"killing|{seed}")
    environment = ServedEnvironment(database_url)
    with environment.served() as url:
        scenario = story_of_booking.begin(environment, random, conversations)
        desk = ChildDesk(environment, url, random)
        waiting = list(scenario.stories)
        while waiting:
            waiting = [story for story in waiting if next(story, story) is not story]
            _wait_until_idle(environment, desk, random, more=desk.kills < kills)
            on_progress(desk.kills)
        desk.kill()
    invariants.check(environment)
    scenario.check()
    environment.close()
    return KillingResult(conversations, desk.kills, len(environment.unrecorded))


def _wait_until_idle(environment: ServedEnvironment, desk: ChildDesk, random: Random, *, more: bool) -> None:
    """Let the desk work, kill it meanwhile, and let the next one finish."""
    if desk.has_ended():
        desk.start(to_die=more)
    if more:
        deadline = time.monotonic() + random.uniform(0.0, 0.4)
        while time.monotonic() < deadline and not desk.has_ended():
            time.sleep(0.002)
        desk.kill()
        desk.start(to_die=False)
    deadline = time.monotonic() + IDLE_TIMEOUT
    while not environment.is_idle():
        assert time.monotonic() < deadline, "the desk does not become idle"
        if desk.has_ended():
            desk.kill()
            desk.start(to_die=False)
        time.sleep(0.005)
