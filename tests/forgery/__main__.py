"""Long run: `python -m tests.forgery --count 100000`. Prints each class; exits with 1 if an input was accepted."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from tests import databases
from tests.forgery import registry
from tests.forgery.running import Result
from tests.forgery.scene import Scene
from tests.stories import shared_sandbox


def main() -> int:
    """Send inputs of every class and print the results."""
    options = _options()
    console = Console()
    databases.use_test_secret()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        scene = Scene(databases.sqlite_copy(folder / "template.sqlite3", folder))
        try:
            results = _run(scene, options, console)
        finally:
            scene.close()
            shared_sandbox.close()
    console.print(_table(results))
    return 1 if any(result.accepted for result in results) else 0


def _run(scene: Scene, options: argparse.Namespace, console: Console) -> list[Result]:
    columns = (TextColumn("{task.description:44}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("forged inputs", total=options.count)

        def report(result: Result) -> None:
            progress.update(task, advance=result.count, description=result.name[:44])

        return registry.run(scene, options.count, options.seed, report)


def _table(results: list[Result]) -> Table:
    table = Table("Class", "Sent", "Refused as", "Accepted", title="Forged and hostile inputs")
    for result in results:
        reasons = ", ".join(
            f"{reason.removeprefix('refused-')} {count}" for reason, count in result.reasons.most_common(4)
        )
        accepted = "[red]" + "; ".join(sorted(set(result.accepted))[:3]) + "[/red]" if result.accepted else "0"
        table.add_row(result.name, str(result.count), reasons or "ignored", accepted)
    total = sum(result.count for result in results)
    table.add_row(f"{len(results)} classes", str(total), "", str(sum(bool(result.accepted) for result in results)))
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.forgery", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="total number of inputs (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of all random choices (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
