"""Long run of the model-based tests: `python -m tests.model_based --examples 2000`.

Shows progress, then how weight each action was granted, refused, crashed and repeated. Exits with 1 at the first
example in which a service and its model disagree; that example is shrunk and printed.
"""

import argparse
import sys
import tempfile
import traceback
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.model_based import running
from tests.model_based.registry import MODELS


def main() -> int:
    """Run the models and print the results. Returns 0 if all agree."""
    options, console = _options(), Console(width=120)
    disagree = [name for name in options.only or MODELS if not _agrees(name, options, console)]
    return 1 if disagree else 0


def _agrees(name: str, options: argparse.Namespace, console: Console) -> bool:
    columns = (TextColumn("{task.description:10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    model = MODELS[name]
    with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=console) as progress:
        task = progress.add_task(name, total=options.examples)
        try:
            running.run(
                model,
                Path(folder),
                examples=options.examples,
                seed=options.seed,
                begun=lambda: progress.advance(task),
                shrinks=not options.quick,
            )
        except Exception:
            console.print(traceback.format_exc(), markup=False, highlight=False)
            return False
        finally:
            console.print(running.table(name, model.tally))
    return True


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.model_based", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--examples", type=int, default=2000, help="examples of each model, of 40 steps each (default: %(default)s)")
    add("--only", choices=list(MODELS), action="append", help="run this model alone; may be given several times")
    add("--seed", type=int, default=0, help="seed of all random choices (default: %(default)s)")
    add("--quick", action="store_true", help="print the first failing example without shrinking it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
