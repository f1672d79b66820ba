"""The cost of a turn with 1,000 rows and with a million (or ten million) in each growing table.

    python -m tests.benchmarks.bench_rows [--most 10000000] [--turns 600]

The whole handling of an update in the desk: received, claimed, handled (conversation
updated, audit entry added), answers recorded as sent. The sizes are measured in turn,
seven times, and the medians are reported. The ratio is of processor time.
"""

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from bot.engine.clock import now
from bot.engine.inbound.receiver import store_updates
from storage.database import Database
from storage.engine import outbox_queue
from tests import databases as tests_databases, postgresql
from tests.benchmarks import full_store
from tests.fault_injection import counting
from tests.postgresql import Postgres

SIZES = (1_000, 1_000_000, 10_000_000)
TIMES = 7


def main() -> None:
    """Measure and print."""
    options = _options()
    tests_databases.use_test_secret()
    postgresql.begin_run()
    sizes = [size for size in SIZES if size <= options.most]
    table = Table("Database", "rows in each table", "ms a turn", "of it processor", "times the first", title="A turn")
    try:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            for kind, fresh in kinds(Path(folder)):
                _measure(kind, [(size, Database(fresh())) for size in sizes], options.turns, table)
    finally:
        postgresql.end_run()
    Console(width=110).print(table)


def _measure(kind: str, databases: list[tuple[int, Database]], turns: int, table: Table) -> None:
    """Fill a database of each size, then measure them in turn, so that other load on the machine affects all alike."""
    with Progress(transient=True) as progress:
        for size, database in databases:
            task = progress.add_task(f"{kind}, {size:,} rows", total=size)
            full_store.fill(database, size, tell=partial(_tell, progress, task))
    told: dict[int, list[tuple[float, float]]] = {size: [] for size, _ in databases}
    for round_ in range(TIMES):
        for size, database in databases:
            told[size].append(_turns(database, size, turns, round_))
    first = _median(told[databases[0][0]], 1)
    for size, rounds in told.items():
        seconds, cpu = _median(rounds, 0), _median(rounds, 1)
        table.add_row(kind, f"{size:,}", f"{1000 * seconds:.2f}", f"{1000 * cpu:.2f}", f"{cpu / first:.2f}")
    for _, database in databases:
        database.close()


def _median(rounds: list[tuple[float, float]], at: int) -> float:
    return statistics.median(each[at] for each in rounds)


def _tell(progress: Progress, task: TaskID, done: int) -> None:
    progress.update(task, completed=done)


def _turns(database: Database, size: int, turns: int, round_: int) -> tuple[float, float]:
    """Receive, handle and answer `turns` updates. Returns seconds and processor seconds per turn."""
    worker, random = counting.event_worker(database), Random(round_)
    people = full_store.writers(size)
    updates = [update(size, random.choice(people), round_ * turns + at) for at in range(turns)]
    began, cpu = time.perf_counter(), time.process_time()
    for at in range(0, turns, 100):
        with database.transaction() as session:
            store_updates(session, 1, updates[at : at + 100], at=now())
    while _batch(database, worker.batch):
        pass
    while _batch(database, _send):
        pass
    return (time.perf_counter() - began) / turns, (time.process_time() - cpu) / turns


def _batch(database: Database, work: Callable[..., int]) -> int:
    with database.transaction() as session:
        return work(session)


def _send(session: Any) -> int:
    deliveries = outbox_queue.next_deliveries(session, now=now(), limit=128)
    outbox_queue.mark_delivered(session, [(delivery, delivery.id) for delivery in deliveries], at=now())
    return len(deliveries)


def update(size: int, user: int, number: int) -> dict[str, Any]:
    """Return a message with a number of this user, beside people of so many rows."""
    person = {"id": user, "is_bot": False, "first_name": "P", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "P"}
    message = {"message_id": number, "date": 1_790_000_000, "from": person, "chat": chat, "text": str(number + 1)}
    return {"update_id": 2 * SIZES[-1] + size + number, "message": message}


def kinds(folder: Path) -> list[tuple[str, Callable[[], str]]]:
    """Return each kind of database with a function that creates a database and returns its URL."""
    server, numbers = Postgres.of_this_run(), itertools.count()

    def on_sqlite() -> str:
        url = f"sqlite:///{folder}/full-{next(numbers)}.sqlite3"
        tests_databases.fill(url)
        return url

    return [("SQLite", on_sqlite), ("PostgreSQL", lambda: server.url(tests_databases.postgresql_copy(server)))]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=1_000_000, help="rows in each table (default: %(default)s)")
    parser.add_argument("--turns", type=int, default=600, help="turns at each size, seven times (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
