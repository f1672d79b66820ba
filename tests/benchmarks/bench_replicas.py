"""Throughput of the desk as processes on PostgreSQL (receiver, sender, one to four workers) beside an echo bot.

    python -m tests.benchmarks.bench_replicas [--updates 3000] [--rounds 3] [--workers 1 2 4]

The processes are those an operator starts, with all handlers; the updates wait at a simulated Telegram in another
process. Timed from the first update stored to the last answer recorded as sent. The echo bot is python-telegram-bot
with default settings and stores nothing. PostgreSQL is durable (fsync), as in production. Rounds are interleaved,
figures are medians. The use of the machine's processors is shown: where all are busy, they are the limit.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks import bench_throughput
from tests.deployment.fleet import DeskProcess, fleet, telegram, wait_until_running
from tests.deployment.multi_process_driver import is_answered, progress
from tests.postgresql import Postgres

PEOPLE = 200
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figures:
    """Seconds of a run, and processor seconds of workers, of receiver and sender, of PostgreSQL and the machine."""

    seconds: float
    workers: float
    others: float
    postgresql: float
    machine: float


def main() -> None:
    """Measure and print."""
    options = _options()
    stock: list[float] = []
    told: dict[int, list[Figures]] = {workers: [] for workers in options.workers}
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name, _postgresql() as server:
        for round_ in track(range(options.rounds), description="Rounds"):
            stock.append(bench_throughput.run("stock", updates=options.updates, people=PEOPLE)["seconds"])
            for workers, figures in told.items():
                folder = Path(name) / f"{round_}-{workers}"
                folder.mkdir()
                figures.append(_run(server.url(server.create()), folder, workers, options.updates))
    Console(width=110).print(_table(statistics.median(stock), told, options.updates))


@contextmanager
def _postgresql() -> Iterator[Postgres]:
    """Run a durable PostgreSQL server with its data on the disk."""
    folder = Path(tempfile.mkdtemp(prefix="chezhu-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    server = Postgres(folder)
    server.start(durable=True)
    try:
        yield server
    finally:
        server.stop()


def _run(url: str, folder: Path, workers: int, updates: int) -> Figures:
    """Let the processes answer `updates` updates; all but the receiver are running before the timing starts."""
    with telegram(PEOPLE, folder, waiting=updates) as world, fleet(url, str(world.base_url), folder) as desk:
        working = [desk.start("worker")]
        wait_until_running(working[0])  # It creates the tables.
        working += [desk.start("worker") for _ in range(workers - 1)]
        sender = desk.start("sender")
        for process in (*working, sender):
            wait_until_running(process)
        receiver = desk.start("receiver")
        while not progress(url)[0][1]:
            time.sleep(0.005)
        began, before = time.perf_counter(), _spent(working, [receiver, sender])
        while not is_answered(url, updates):
            time.sleep(0.05)
        seconds, after = time.perf_counter() - began, _spent(working, [receiver, sender])
    return Figures(seconds, *(late - early for early, late in zip(before, after, strict=True)))


def _spent(workers: list[DeskProcess], others: list[DeskProcess]) -> tuple[float, float, float, float]:
    """Return the processor seconds so far of workers, of the others, of PostgreSQL, and of the whole machine."""
    by_workers = sum(_of_process(process.running.pid) for process in workers)
    by_others = sum(_of_process(process.running.pid) for process in others)
    servers = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/comm") if _name(path) == "postgres"]
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return by_workers, by_others, sum(map(_of_process, servers)), (sum(fields) - fields[3] - fields[4]) / TICKS


def _of_process(number: int) -> float:
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _name(path: Path) -> str:
    try:
        return path.read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _table(stock: float, told: dict[int, list[Figures]], updates: int) -> Table:
    title = f"{updates:,} updates, {os.cpu_count()} processors"
    table = Table("Bot", "updates/s", "times stock", "workers", "rest", "PostgreSQL", "machine", title=title)
    table.caption = "Last four columns: busy processors, by workers, by receiver and sender, by PostgreSQL, in total"
    table.add_row("python-telegram-bot's echo", f"{updates / stock:,.0f}", "1.00", "", "", "", "")
    for workers, runs in told.items():
        seconds = statistics.median(run.seconds for run in runs)
        kept = [
            statistics.median(getattr(run, who) / run.seconds for run in runs)
            for who in ("workers", "others", "postgresql", "machine")
        ]
        name = f"the desk, {workers} worker{'s' if workers > 1 else ''}"
        busy = [f"{each:.2f}" for each in kept]
        table.add_row(name, f"{updates / seconds:,.0f}", f"{stock / seconds:.2f}", *busy)
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=3000, help="updates that each answers (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all in turn (default: %(default)s)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="numbers of workers (default: 1 2 4)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
