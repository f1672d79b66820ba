"""Runs random worlds of strangers and relatives; with --seed it repeats one.

python -m tests.fault_injection.random_worlds --database postgresql --seed 7
"""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests import databases, postgresql
from tests.fault_injection.random_worlds import random_world
from tests.fault_injection.random_worlds.random_world import WorldFailed
from tests.postgresql import Postgres


def main() -> int:
    """Let one world live and print what happened. Returns 0 if every invariant holds."""
    options, console = _options(), Console()
    with tempfile.TemporaryDirectory() as name:
        try:
            tally = random_world.run(_url(options.database, Path(name)), seed=options.seed, length=options.acts)
        except WorldFailed as problem:
            console.print(str(problem), style="red", markup=False, highlight=False)
            return 1
        finally:
            if options.database == "postgresql":
                postgresql.end_run()
    console.print(tally.summary())
    return 0


def _url(kind: str, folder: Path) -> str:
    databases.use_test_secret()
    if kind == "sqlite":
        return databases.sqlite_copy(folder / "empty.sqlite3", folder)
    postgresql.begin_run()
    postgres = Postgres.of_this_run()
    return postgres.url(databases.postgresql_copy(postgres))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fault_injection.random_worlds", description=__doc__)
    add = parser.add_argument
    add("--database", choices=["sqlite", "postgresql"], default="sqlite", help="kind of database (default: sqlite)")
    add("--seed", type=int, default=0, help="seed of the world (default: %(default)s)")
    add("--acts", type=int, default=random_world.ACTS, help="acts of the world (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
