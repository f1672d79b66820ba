"""Real processes, real SIGKILL: people act their stories while the desk's process is shot again and again.

The local Telegram lives on in this process; the desk runs in a child that talks to it
by HTTP. Half of the children die at a numbered point of their own, half whenever it pleases us.
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
from tests.fault_injection.harness import BOOKING_DESK, Ground, Speech
from tests.fault_injection.points import Points
from tests.stories.actor import Actor

POINTS = 40
"""A child that dies by itself does so at one of so many points."""

PATIENCE = 30.0
"""Seconds in which a living desk must come to rest."""


@dataclass(frozen=True)
class Killed:
    """How a run went."""

    conversations: int
    kills: int
    repeated: int


class Street(Ground):
    """A ground whose people act over HTTP, as the world is served to another process."""

    def __init__(self, database_url: str, speech: Speech = BOOKING_DESK) -> None:
        super().__init__(database_url, Points(), speech)
        self.client = httpx.Client()

    def ask(self, method: str, path: str, **question: Any) -> Any:
        """Do what a person does, or look at his screen."""
        answer = self.client.request(method, path, **question)
        assert answer.status_code < 400, answer.text
        return answer.json()

    def person(self, name: str, phone: str = "", language: str = "zh-hans") -> Actor:
        """Somebody with a phone comes in."""
        about = {"first_name": name, "phone": phone, "language_code": language}
        return Actor(self.as_app, self.ask("POST", "/world/people", json=about)["id"], name)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the world on a free port, from a thread."""
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

    def is_at_rest(self) -> bool:
        """Whether nothing is left to receive, to handle or to send."""
        if self.world.bot.updates.pending:
            return False
        waiting = "SELECT count(*) FROM inbox WHERE state = 'waiting'"
        leaving = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'underway')"
        return not self.look(
            lambda session: sum(session.connection().exec_driver_sql(q).scalar_one() for q in (waiting, leaving))
        )


class Shooter:
    """Keeps a desk alive in a child process, and kills it."""

    def __init__(self, street: Street, telegram_url: str, random: Random) -> None:
        self._street, self._url, self._random = street, telegram_url, random
        self.kills = 0
        self._process: BaseProcess | None = None

    def start(self, *, to_die: bool) -> None:
        """Start a child; one that is to die does so at a point of its own, if it is not shot before."""
        points = self._random.randrange(1, POINTS) if to_die and self._random.random() < 0.5 else 0
        self._process = children.start(child.live, self._url, self._street.url, points)

    def shoot(self) -> None:
        """Kill the child with SIGKILL, and see what it could not write down."""
        assert self._process is not None
        self._process.kill()
        self._process.join()
        self.kills += 1
        time.sleep(0.05)  # What it had sent reaches the server.
        self._street.bury()

    def is_dead(self) -> bool:
        """Whether the child has died by itself."""
        return self._process is None or self._process.exitcode is not None


def run(
    database_url: str, *, conversations: int, kills: int, seed: int, tell: Callable[[int], None] = lambda _: None
) -> Killed:
    """Let people book, while about so many desks are killed. Raises AssertionError."""
    random = Random(f"killing|{seed}")
    street = Street(database_url)
    with street.served() as url:
        cast = story_of_booking.begin(street, random, conversations)
        shooter = Shooter(street, url, random)
        waiting = list(cast.acts)
        while waiting:
            waiting = [story for story in waiting if next(story, story) is not story]
            _come_to_rest(street, shooter, random, more=shooter.kills < kills)
            tell(shooter.kills)
        shooter.shoot()
    invariants.hold(street)
    cast.adds_up()
    street.close()
    return Killed(conversations, shooter.kills, len(street.unwritten))


def _come_to_rest(street: Street, shooter: Shooter, random: Random, *, more: bool) -> None:
    """Let the desk work, shoot it in the middle, and let the next one end the work."""
    if shooter.is_dead():
        shooter.start(to_die=more)
    if more:
        deadline = time.monotonic() + random.uniform(0.0, 0.4)
        while time.monotonic() < deadline and not shooter.is_dead():
            time.sleep(0.002)
        shooter.shoot()
        shooter.start(to_die=False)
    deadline = time.monotonic() + PATIENCE
    while not street.is_at_rest():
        assert time.monotonic() < deadline, "the desk does not come to rest"
        if shooter.is_dead():
            shooter.shoot()
            shooter.start(to_die=False)
        time.sleep(0.005)
