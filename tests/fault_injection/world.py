"""A random world: a crowd acts at random in front of the whole desk, which is killed again and again.

A third of the desks are killed at a random commit, a third at a random call, a third at a random time.
After each kill the next desk works until it is idle, and all invariants are checked.
"""

import base64
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlmodel import Session, col, select

from storage.audit import Action, AuditEntry
from storage.identity import accounts
from storage.migrations import migrator
from tests import databases, log_scanner
from tests.fault_injection import child_with_web_server, children, coverage_counters, invariants, payment_invariants
from tests.fault_injection.crowd import Crowd
from tests.fault_injection.full_environment import FullEnvironment
from tests.stories.app_driver import TOKEN

OnProgress = Callable[[int], None]
# Seconds in which a desk must become idle, on a busy machine too.
IDLE_TIMEOUT = 120.0
# Seconds after which a difference that queries of open orders do not resolve is left to the reconciliation.
RECONCILE_AFTER = 10.0
# The number of actions, or of seconds on a busy machine, after which a desk is killed at the latest.
MAX_ACTIONS, MAX_SECONDS = 150, 10.0
# The highest number of the commit or call at which a desk is killed; low numbers are more frequent.
MAX_POINT = 600
# Audit actions that a person without any rights may cause.
HARMLESS = frozenset({Action.REFUSED, Action.CONSENT_GIVEN})


@dataclass(frozen=True)
class WorldResult:
    """The result of one or several runs."""

    worlds: int = 0
    actions: int = 0
    kills: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    reached_in: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "WorldResult") -> "WorldResult":
        """Return the sum of both."""
        return WorldResult(
            self.worlds + other.worlds,
            self.actions + other.actions,
            self.kills + other.kills,
            self.steps + other.steps,
            self.reached_in + other.reached_in,
        )

    def summary(self) -> str:
        """Describe the result."""
        reached = coverage_counters.summary(self.steps, self.reached_in, self.worlds)
        return f"{self.kills:,} kills, {self.actions:,} actions; {reached}"


class DeskProcess:
    """The process of a desk that can be killed and started again."""

    def __init__(self, environment: FullEnvironment, origin: str, random: Random) -> None:
        self._environment, self._origin, self._random = environment, origin, random
        self.kills = 0
        self._process: BaseProcess | None = None
        self._commits = children.number()

    @contextmanager
    def running(self) -> Iterator["DeskProcess"]:
        """Kill the desk at the end of the block."""
        try:
            yield self
        finally:
            if self._process is not None:
                self.kill()

    def start(self) -> None:
        """Start a desk."""
        self._process = children.start(
            child_with_web_server.live, self._environment.settings(self._origin), self._commits
        )
        self._environment.kill_desk = self._process.kill

    def choose_kill(self) -> None:
        """Choose whether the desk is killed at a commit, at a call, or only by `kill`."""
        way, points = self._random.choice(["commit", "call", "whenever"]), int(MAX_POINT ** self._random.random())
        self._environment.killed_after_call = self._random.random() < 0.5
        self._environment.fatal_call = points if way == "call" else 0
        self._commits.value = points if way == "commit" else 0

    def kill(self) -> None:
        """Kill the desk with SIGKILL, and note which messages it did not record."""
        assert self._process is not None
        self._environment.fatal_call = self._commits.value = 0
        self._process.kill()
        self._process.join()
        self.kills += 1
        time.sleep(0.05)  # Requests that it had sent reach the server.
        self._environment.record_crash()

    def has_ended(self) -> bool:
        """Return whether no desk is running."""
        return self._process is None or self._process.exitcode is not None


def run(
    folder: Path, *, kills: int, seed: int, drivers: int = 6, owners: int = 5, on_progress: OnProgress = lambda _: None
) -> WorldResult:
    """Let a crowd act until about `kills` desks are killed. Raises AssertionError, which names the seed."""
    random = Random(f"world|{seed}")
    url = f"sqlite:///{folder / 'desk.sqlite3'}"
    migrator.upgrade(url)
    secret = base64.urlsafe_b64encode(databases.SECRET).decode()
    environment = FullEnvironment(url, folder, secret, random)
    try:
        with environment.served() as origin, DeskProcess(environment, origin, random).running() as desk:
            crowd, actions = Crowd(environment, random), 0
            crowd.create_people(drivers, owners)
            before = environment.read(coverage_counters.count)
            while desk.kills < kills:
                actions += _live(environment, crowd, desk, random)
                _check(environment, crowd)
                on_progress(desk.kills)
            found = _personal_data_in(folder / child_with_web_server.LOG, environment, crowd)
            assert not found, f"personal data in the log: {found[:5]}"
        steps = environment.read(coverage_counters.count) - before
        return WorldResult(1, actions, desk.kills, steps, Counter(list(steps)))
    except AssertionError as problem:
        raise AssertionError(
            f"{problem}\nrepeat: python -m tests.fault_injection --only worlds --seed {seed}"
        ) from problem
    finally:
        environment.close()


def _live(environment: FullEnvironment, crowd: Crowd, desk: DeskProcess, random: Random) -> int:
    """Let a desk work under a crowd until it is killed, and the next one until it is idle. Returns the actions."""
    if desk.has_ended():
        desk.start()
    desk.choose_kill()
    actions, most, deadline = 0, random.randrange(10, MAX_ACTIONS), time.monotonic() + MAX_SECONDS
    while actions < most and time.monotonic() < deadline and not desk.has_ended():
        crowd.act()
        actions += 1
        time.sleep(random.uniform(0, 0.05))
    environment.record_screens()
    desk.kill()
    environment.gateways.faults.clear()
    desk.start()
    _wait_until_idle(environment, desk)
    return actions


def _wait_until_idle(environment: FullEnvironment, desk: DeskProcess) -> None:
    """Wait until nothing is left to do and the payments agree; for lost webhook events, queries are made due."""
    deadline, problem = time.monotonic() + IDLE_TIMEOUT, "the desk does not become idle"
    bills_due = time.monotonic() + RECONCILE_AFTER
    while time.monotonic() < deadline:
        time.sleep(0.05)
        environment.record_screens()
        if desk.has_ended():
            desk.kill()
            desk.start()
        if not environment.is_idle():
            continue
        try:
            payment_invariants.check(environment)
        except AssertionError as difference:
            problem = str(difference)
            environment.make_due("payment%")
            environment.make_due("refund%")
            if time.monotonic() > bills_due:
                environment.reconcile()
                bills_due = time.monotonic() + RECONCILE_AFTER
            continue
        return
    raise AssertionError(f"{problem}: {environment.read(_what_waits)}")


def _check(environment: FullEnvironment, crowd: Crowd) -> None:
    """Check all invariants, and that the strangers have achieved nothing."""
    invariants.check(environment)
    strangers = [stranger.id for stranger in crowd.strangers]
    found = environment.read(lambda session: _done_by(session, environment.bot.id, strangers))
    assert found <= HARMLESS, f"strangers did {found - HARMLESS}"


def _done_by(session: Session, bot_id: int, people: list[int]) -> set[str]:
    known = [accounts.by_telegram(session, bot_id, person) for person in people]
    ids = [account.id for account in known if account is not None]
    return set(session.exec(select(AuditEntry.action).where(col(AuditEntry.by).in_(ids))))


def _personal_data_in(log: Path, environment: FullEnvironment, crowd: Crowd) -> list[str]:
    """Return the log lines with personal data or secrets: names, numbers, plates, codes, the bot's token."""
    numbers = [number for each in [*crowd.drivers, *crowd.owners] for number in (each.phone, each.id_number)]
    plates = [f"桂A{between}{10000 + at}" for at in range(len(crowd.owners)) for between in ("", "·")]
    names = {person.name for person in crowd.everybody}
    texts = " ".join(
        message["text"] for message in environment.within(lambda: list(environment.world.sms.by_id.values()))
    )
    codes = [rf"\b{code}\b" for code in set(re.findall(r"\b\d{6,8}\b", texts))]
    known = [re.escape(word) for word in (*names, *plates, *numbers, TOKEN.partition(":")[2])]
    personal = re.compile("|".join([*known, *codes]))
    lines = [log_scanner.plain(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if personal.search(line) or log_scanner.findings(line)]


def _what_waits(session: Session) -> list[str]:
    waiting = text(
        "SELECT 'inbox ' || source || ' ' || lane || ' attempts ' || attempts FROM inbox WHERE state = 'waiting'"
        " UNION ALL SELECT 'outbox ' || channel || ' ' || lane || ' attempts ' || attempts || ' ' || due_at"
        " FROM outbox WHERE state IN ('waiting', 'underway')"
    )
    return [str(row[0]) for row in session.execute(waiting)][:10]
