"""A backlog of a hundred thousand updates at Telegram, handled by a desk that is killed half-way and restarted.

    python -m tests.benchmarks.bench_backlog [--updates 100000] [--people 200]

`run_bot.py` with all its handlers runs on SQLite against a simulated Telegram in another process. After half of the
updates it is killed with SIGKILL and started again; the restart is timed from the start of the process until an update
is handled and stored. Afterwards the rows are checked: every update handled once, those of each person in order.
"""

import argparse
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from storage.migrations import migrator
from tests import databases
from tests.benchmarks import desk
from tests.benchmarks.bench_throughput import telegram

PARTS = 10
OUT_OF_ORDER = """SELECT count(*) FROM (SELECT done_at, lag(done_at) OVER arrival AS before,
    CAST(substr(key, instr(key, ':') + 1) AS INTEGER) AS number,
    lag(CAST(substr(key, instr(key, ':') + 1) AS INTEGER)) OVER arrival AS number_before
    FROM inbox WINDOW arrival AS (PARTITION BY lane ORDER BY id)) WHERE done_at <= before OR number <= number_before"""


@dataclass
class Run:
    """Measurements of a run: (handled, seconds since the first start, MiB) at intervals; the restart in seconds."""

    updates: int
    progress: Progress
    seen: list[tuple[int, float, float]] = field(default_factory=list)
    most: float = 0.0
    waiting_at_restart: int = 0
    restart: float = 0.0
    restart_processor: float = 0.0
    began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self._task = self.progress.add_task("Updates", total=self.updates)

    def record_progress(self, process: "subprocess.Popen[bytes]", handled: int) -> None:
        """Record the progress, at every tenth of the updates."""
        memory = desk.memory(process.pid)
        self.most = max(self.most, memory)
        self.progress.update(self._task, completed=handled)
        if handled * PARTS // self.updates >= len(self.seen):
            self.seen.append((handled, time.perf_counter() - self.began, memory))


def main() -> None:
    """Measure and print. Exits with 1 if an update was lost or out of order."""
    options, console = _options(), Console(width=110)
    databases.use_test_secret()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name, Progress(transient=True) as progress:
        folder, run = Path(name), Run(options.updates, progress)
        migrator.upgrade(f"sqlite:///{folder}/desk.sqlite3")
        with telegram(people=options.people, waiting=options.updates) as url, _store(folder) as store:
            for until in (options.updates // 2, options.updates):
                _drain(store, desk.settings(folder, url), run, until)
            seconds = time.perf_counter() - run.began
            problems = _problems(store, options.updates)
    console.print(f"{run.updates:,} updates in {seconds:.0f} s, {run.updates / seconds:,.0f} a second.")
    spent = f"{run.restart:.2f} s, of them {run.restart_processor:.2f} of a processor,"
    console.print(f"Killed at half: {spent} to the first handled, {run.waiting_at_restart:,} being left.")
    console.print(_table(run))
    console.print("; ".join(problems) or "Every update was handled once, and those of each person in order.")
    if problems:
        raise SystemExit(1)


@contextmanager
def _store(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{folder}/desk.sqlite3?mode=ro", uri=True, timeout=30)) as store:
        yield store


def _drain(store: sqlite3.Connection, environment: dict[str, str], run: Run, until: int) -> None:
    """Run a desk until `until` updates are handled, and kill it."""
    heads = [row[0] for row in store.execute("SELECT id FROM inbox WHERE state = 'waiting' ORDER BY id LIMIT 200")]
    started = time.perf_counter()
    with desk.started(environment) as process:
        if heads:
            run.waiting_at_restart = run.updates - _handled(store)
            run.restart = _first(store, heads, started)
            run.restart_processor = desk.processor(process.pid)
        while (done := _handled(store)) < until:
            if process.poll() is not None:
                raise RuntimeError(f"the desk ended with {process.returncode} before it was done")
            run.record_progress(process, done)
            time.sleep(0.25)
        run.record_progress(process, done)
        process.kill()


def _first(store: sqlite3.Connection, heads: list[int], started: float) -> float:
    """Wait until one of these events is handled. Returns the seconds since the start."""
    left = f"SELECT count(*) FROM inbox WHERE state = 'waiting' AND id IN ({','.join(map(str, heads))})"
    while store.execute(left).fetchone()[0] == len(heads):
        time.sleep(0.01)
    return time.perf_counter() - started


def _handled(store: sqlite3.Connection) -> int:
    return int(store.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone()[0])


def _problems(store: sqlite3.Connection, updates: int) -> list[str]:
    found = []
    for problem, question in (
        ("lost", f"SELECT {updates} - count(*) FROM inbox WHERE source = 'telegram' AND state = 'done'"),
        ("set aside", "SELECT count(*) FROM inbox WHERE state <> 'done'"),
        ("unanswered", f"SELECT max(0, {updates} - count(*)) FROM outbox WHERE channel = 'chat'"),
        ("out of order", OUT_OF_ORDER),
    ):
        count = store.execute(question).fetchone()[0]
        found += [f"{count} {problem}"] if count else []
    return found


def _table(run: Run) -> Table:
    table = Table("Handled", "seconds", "MiB", title="Progress", caption=f"highest MiB: {run.most:.0f}")
    for done, at, memory in run.seen:
        table.add_row(f"{done:,}", f"{at:.0f}", f"{memory:.0f}")
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=100_000, help="updates that wait (default: %(default)s)")
    parser.add_argument("--people", type=int, default=200, help="people who wrote them (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
