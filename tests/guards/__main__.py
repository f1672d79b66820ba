"""The mutation run: `python -m tests.guards [--only storage/codes.py]`. Ends with 1 if a guard is missed by nobody."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.guards import finding, killing


def main() -> int:
    """Take each guard away, one at a time, and say which nobody missed."""
    options = _options()
    guards = [guard for guard in finding.every_guard() if options.only in guard.name]
    console = Console()
    if options.list:
        for guard in guards:
            console.print(f"{guard.name}: {' '.join(guard.says.split())}", highlight=False, markup=False)
        console.print(f"{len(guards)} guards")
        return 0
    alive = []
    with tempfile.TemporaryDirectory() as name:
        tree = killing.copy_to(Path(name))
        for number, guard in enumerate(guards, start=1):
            lives = killing.survives(guard, tree)
            alive += [guard] if lives else []
            console.print(f"{number}/{len(guards)} {'SURVIVED' if lives else 'noticed '} {guard.name}", highlight=False)
    console.print(_table(len(guards), alive))
    return 1 if alive else 0


def _table(count: int, alive: list[finding.Guard]) -> Table:
    table = Table(
        "Guard", "What it says", title=f"{count - len(alive)} of {count} guards are missed when they are gone"
    )
    for guard in alive:
        table.add_row(guard.name, " ".join(guard.says.split())[:100])
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("--only", default="", help="guards whose name holds this")
    parser.add_argument("--list", action="store_true", help="say which guards there are, and stop")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
