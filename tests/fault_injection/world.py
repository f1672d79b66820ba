"""A random world: a crowd acts in front of the desk as it is run, and the desk is shot, again and again.

A third of the desks die at a commit of their own, a third at a call they make, a third whenever it pleases us.
After each death the next desk comes to rest, and everything that must hold is checked.
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
from tests.fault_injection import children, coverage_counters, invariants, money, whole_child
from tests.fault_injection.crowd import Crowd
from tests.fault_injection.sale_scenarios import Market
from tests.stories.app_driver import TOKEN

Tell = Callable[[int], None]
PATIENCE = 120.0
"""Seconds in which a desk must come to rest, on a busy machine too."""
BILLS_AFTER = 10.0
"""Seconds of a difference that no question about open orders settles: then the day's bills are compared."""
DEEDS, LONGEST = 150, 10.0
"""After so many deeds, or seconds on a busy machine, a desk is shot at the latest."""
POINTS = 600
"""A desk that dies by itself does so at one of so many commits or calls, mostly an early one."""
INNOCENT = frozenset({Action.REFUSED, Action.AGREEMENT_GIVEN})
"""What may be on record of somebody who has no right to anything."""


@dataclass(frozen=True)
class Lived:
    """How runs went."""

    worlds: int = 0
    deeds: int = 0
    kills: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    reached_in: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Lived") -> "Lived":
        """Both together."""
        return Lived(
            self.worlds + other.worlds,
            self.deeds + other.deeds,
            self.kills + other.kills,
            self.steps + other.steps,
            self.reached_in + other.reached_in,
        )

    def told(self) -> str:
        """Say what came of it."""
        reached = coverage_counters.told(self.steps, self.reached_in, self.worlds)
        return f"{self.kills:,} kills, {self.deeds:,} deeds; {reached}"


class Keeper:
    """Keeps a desk alive on a market, and kills it."""

    def __init__(self, market: Market, origin: str, random: Random) -> None:
        self._market, self._origin, self._random = market, origin, random
        self.kills = 0
        self._process: BaseProcess | None = None
        self._commits = children.number()

    @contextmanager
    def at_work(self) -> Iterator["Keeper"]:
        """Leave no desk behind, however the block ends."""
        try:
            yield self
        finally:
            if self._process is not None:
                self.shoot()

    def start(self) -> None:
        """Start a desk."""
        self._process = children.start(whole_child.live, self._market.settings(self._origin), self._commits)
        self._market.shot = self._process.kill

    def doom(self) -> None:
        """Let the desk die at a commit or a call to come, or whenever it is shot."""
        way, points = self._random.choice(["commit", "call", "whenever"]), int(POINTS ** self._random.random())
        self._market.dies_after = self._random.random() < 0.5
        self._market.fatal_call = points if way == "call" else 0
        self._commits.value = points if way == "commit" else 0

    def shoot(self) -> None:
        """Kill the desk with SIGKILL, and see what it could not write down."""
        assert self._process is not None
        self._market.fatal_call = self._commits.value = 0
        self._process.kill()
        self._process.join()
        self.kills += 1
        time.sleep(0.05)  # What it had sent reaches the server.
        self._market.bury()

    def is_dead(self) -> bool:
        """Whether no desk lives."""
        return self._process is None or self._process.exitcode is not None


def run(
    folder: Path, *, kills: int, seed: int, drivers: int = 6, owners: int = 5, tell: Tell = lambda _: None
) -> Lived:
    """Let a crowd act until about so many desks are killed. Raises AssertionError, which names the seed."""
    random = Random(f"world|{seed}")
    url = f"sqlite:///{folder / 'desk.sqlite3'}"
    migrator.upgrade(url)
    secret = base64.urlsafe_b64encode(databases.SECRET).decode()
    market = Market(url, folder, secret, random)
    try:
        with market.served() as origin, Keeper(market, origin, random).at_work() as keeper:
            crowd, deeds = Crowd(market, random), 0
            crowd.gather(drivers, owners)
            before = market.look(coverage_counters.counted)
            while keeper.kills < kills:
                deeds += _live(market, crowd, keeper, random)
                _hold(market, crowd)
                tell(keeper.kills)
            told = _told_of_people(folder / whole_child.LOG, market, crowd)
            assert not told, f"personal data in the log: {told[:5]}"
        steps = market.look(coverage_counters.counted) - before
        return Lived(1, deeds, keeper.kills, steps, Counter(list(steps)))
    except AssertionError as problem:
        raise AssertionError(
            f"{problem}\nsee it again: python -m tests.fault_injection --only worlds --seed {seed}"
        ) from problem
    finally:
        market.close()


def _live(market: Market, crowd: Crowd, keeper: Keeper, random: Random) -> int:
    """Let a desk work under a crowd until it is killed, and the next one bring everything to rest."""
    if keeper.is_dead():
        keeper.start()
    keeper.doom()
    deeds, most, deadline = 0, random.randrange(10, DEEDS), time.monotonic() + LONGEST
    while deeds < most and time.monotonic() < deadline and not keeper.is_dead():
        crowd.act()
        deeds += 1
        time.sleep(random.uniform(0, 0.05))
    market.note()
    keeper.shoot()
    market.gateways.faults.clear()
    keeper.start()
    _rest(market, keeper)
    return deeds


def _rest(market: Market, keeper: Keeper) -> None:
    """Wait until nothing is left to do, and the books agree: what was lost on the way is asked for."""
    deadline, problem = time.monotonic() + PATIENCE, "the desk does not come to rest"
    bills_due = time.monotonic() + BILLS_AFTER
    while time.monotonic() < deadline:
        time.sleep(0.05)
        market.note()
        if keeper.is_dead():
            keeper.shoot()
            keeper.start()
        if not market.is_at_rest():
            continue
        try:
            money.adds_up(market)
        except AssertionError as difference:
            problem = str(difference)
            market.hurry("payment%")
            market.hurry("refund%")
            if time.monotonic() > bills_due:
                market.reconcile()
                bills_due = time.monotonic() + BILLS_AFTER
            continue
        return
    raise AssertionError(f"{problem}: {market.look(_what_waits)}")


def _hold(market: Market, crowd: Crowd) -> None:
    """Fail unless everything holds, and the strangers have got nothing."""
    invariants.hold(market)
    strangers = [stranger.id for stranger in crowd.strangers]
    found = market.look(lambda session: _done_by(session, market.bot.id, strangers))
    assert found <= INNOCENT, f"strangers did {found - INNOCENT}"


def _done_by(session: Session, bot_id: int, people: list[int]) -> set[str]:
    known = [accounts.by_telegram(session, bot_id, person) for person in people]
    ids = [account.id for account in known if account is not None]
    return set(session.exec(select(AuditEntry.action).where(col(AuditEntry.by).in_(ids))))


def _told_of_people(log: Path, market: Market, crowd: Crowd) -> list[str]:
    """Return the lines of the desk's log in which something of somebody's stands: name, number, plate, code, token."""
    numbers = [number for each in [*crowd.drivers, *crowd.owners] for number in (each.phone, each.id_number)]
    plates = [f"桂A{between}{10000 + at}" for at in range(len(crowd.owners)) for between in ("", "·")]
    names = {person.name for person in crowd.everybody}
    texts = " ".join(message["text"] for message in market.within(lambda: list(market.world.sms.by_id.values())))
    codes = [rf"\b{code}\b" for code in set(re.findall(r"\b\d{6}\b", texts))]
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
