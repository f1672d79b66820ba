"""Moving a desk's whole database from SQLite to PostgreSQL: the downtime by number of rows.

    python -m tests.benchmarks.bench_moving [--rows 100000 1000000]

A fifth of the rows is in each of five growing tables. The desk is stopped while `run_bot.py export --store` writes the
rows to a file and `run_bot.py import --store` reads them and compares counts and checksums.
"""

import argparse
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cli import transfer
from bot.cli.import_csv import no_progress
from bot.runtime.database import open_database
from bot.settings import load
from storage.database.encryption import make_secret
from tests import postgresql
from tests.benchmarks import full_store
from tests.postgresql import Postgres


def main() -> None:
    """Measure and print."""
    options, console = _options(), Console(width=110)
    table = Table("rows", "seconds to write", "seconds to read and check", "rows a second", "MB", title="Moving")
    postgresql.begin_run()
    try:
        for rows in options.rows:
            with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
                table.add_row(*_move(Path(folder), rows))
    finally:
        postgresql.end_run()
    console.print(table)


def _move(folder: Path, rows: int) -> tuple[str, ...]:
    secret, server = make_secret(), Postgres.of_this_run()
    here = load(_env_file=None, data_dir=folder / "here", secret_key=secret)
    url = server.url(server.create())
    there = load(_env_file=None, data_dir=folder / "there", secret_key=secret, database_url=url)
    with open_database(here) as database:
        full_store.fill(database, rows // 5)
    began = time.perf_counter()
    written = transfer.export_store(here, folder / "store", progress=no_progress, warn=print)
    half = time.perf_counter()
    brought = transfer.import_store(there, folder / "store", progress=no_progress)
    seconds = time.perf_counter() - began
    assert brought == written
    size = sum(path.stat().st_size for path in (folder / "store").iterdir())
    total = sum(written.values())
    figures = (half - began, began + seconds - half)
    return f"{total:,}", *(f"{each:.1f}" for each in figures), f"{total / seconds:,.0f}", f"{size / 1e6:.0f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], help="(default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
