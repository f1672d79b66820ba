"""The mutation run: `python -m tests.guards [--only storage/codes.py]`. Ends with 1 if a guard is missed by nobody.

What a run found out is kept in a folder beside the system's temporary files: a second run tries only what was not
noticed, and what has changed. `--anew` forgets it.
"""

import argparse
import re
import sys
from collections import Counter
from itertools import count

from rich.console import Console
from rich.table import Table

from tests.guards import attempts, finding
from tests.guards.finding import Guard
from tests.guards.killing import Outcome
from tests.guards.state import State, mark

GOOD = (Outcome.NOTICED, Outcome.HELD)


def main() -> int:
    """Take each guard away, one at a time, and say which nobody missed."""
    options = _options()
    guards = finding.every_guard()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if options.list:
        for guard in guards:
            console.print(f"{guard.name}: {' '.join(guard.says.split())}")
        console.print(f"{len(guards)} guards")
        return 0
    wanted = [guard for guard in guards if re.search(options.only, guard.name)]
    answers = _tried(wanted, guards, options, console)
    console.print(_table(wanted, answers))
    return 1 if any(answers[mark(guard)] not in GOOD for guard in wanted) else 0


def _tried(wanted: list[Guard], guards: list[Guard], options: argparse.Namespace, console: Console) -> dict[str, str]:
    state = State()
    recording = state.prepare()
    answers = {} if options.anew else state.answers()
    left = [guard for guard in wanted if answers.get(mark(guard)) not in GOOD]
    numbers = count(1)
    for guard, outcome in attempts.every_outcome(state.folder, recording, left, guards, thorough=options.thorough):
        answers[mark(guard)] = outcome
        state.remember(answers)
        console.print(f"{next(numbers)}/{len(left)} {outcome:9} {guard.name}: {' '.join(guard.says.split())[:90]}")
    return answers


def _table(wanted: list[Guard], answers: dict[str, str]) -> Table:
    counted = Counter(answers[mark(guard)] for guard in wanted)
    good = sum(counted[outcome] for outcome in GOOD)
    held = f", {counted[Outcome.HELD]} of them only together with the other that holds the same"
    title = f"{good} of {len(wanted)} guards are missed when they are gone{held if counted[Outcome.HELD] else ''}"
    table = Table("Guard", "What it says", "Without it", title=title)
    for guard in wanted:
        if answers[mark(guard)] not in GOOD:
            table.add_row(guard.name, " ".join(guard.says.split())[:100], answers[mark(guard)])
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("--only", default="", help="guards whose name fits this regular expression")
    parser.add_argument("--list", action="store_true", help="say which guards there are, and stop")
    parser.add_argument("--anew", action="store_true", help="forget what earlier runs found out")
    parser.add_argument("--thorough", action="store_true", help="run up to 60 tests for a guard, not 12")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
