"""Time from a desk's start to its first answer, with an empty database and with a backlog, and its memory.

    python -m tests.benchmarks.bench_start [--times 3] [--backlog 10000] [--conversations 100000]

`run_bot.py` is started against a simulated Telegram in which a message waits. Timed from
the start of the process until the answer is on the person's screen. Memory is that of the
process after the answer, with few and with many conversations in the database.
"""

import argparse
import json
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path

from rich.console import Console
from rich.table import Table

from storage.database import Database
from storage.migrations import migrator
from tests import databases
from tests.benchmarks import desk, full_store
from tests.benchmarks.bench_throughput import telegram


def main() -> None:
    """Measure and print."""
    options = _options()
    databases.use_test_secret()
    table = Table("Store", "waiting updates", "seconds to the first answer", "MiB", title="Start")
    for name, conversations, waiting in (
        ("empty", 0, 1),
        ("empty", 0, options.backlog),
        ("1,000 conversations", 1_000, 1),
        (f"{options.conversations:,} conversations", options.conversations, 1),
    ):
        told = [start(conversations=conversations, waiting=waiting) for _ in range(options.times)]
        seconds, memory = (statistics.median(each[at] for each in told) for at in (0, 1))
        table.add_row(name, f"{waiting:,}", f"{seconds:.2f}", f"{memory:.0f}")
    Console(width=110).print(table)


def start(*, conversations: int, waiting: int) -> tuple[float, float]:
    """Start a desk once. Returns the seconds to its first answer and its memory then, in MiB."""
    with tempfile.TemporaryDirectory() as folder, telegram(people=min(200, waiting), waiting=waiting) as url:
        environment = desk.settings(Path(folder), url)
        _fill(environment["CHEZHU_DATABASE_URL"], conversations)
        began = time.perf_counter()
        with desk.started(environment) as process:
            while not _is_answered(url):
                if process.poll() is not None:
                    raise RuntimeError(f"the desk ended with {process.returncode} before it answered")
                time.sleep(0.01)
            return time.perf_counter() - began, desk.memory(process.pid)


def _fill(url: str, conversations: int) -> None:
    """Migrate a database and add `conversations` conversations."""
    migrator.upgrade(url)
    database = Database(url)
    if conversations:
        full_store.fill(database, conversations)
    database.close()


def _is_answered(url: str) -> bool:
    with urllib.request.urlopen(f"{url}/world/people/{desk.FIRST_PERSON}/messages", timeout=5) as answer:
        return any(message["from"]["is_bot"] for message in json.load(answer)["messages"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="starts of each (default: %(default)s)")
    parser.add_argument("--backlog", type=int, default=10_000, help="updates that wait (default: %(default)s)")
    parser.add_argument(
        "--conversations", type=int, default=100_000, help="conversations in the database (default: %(default)s)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
