"""The mutation run: `python -m tests.mutation [--only FILE]`. Ends with 1 if no test misses some guard.

What a run found out is kept in a folder beside the system's temporary files: a second run tries only what was not
noticed, and what has changed. `--anew` forgets it, `--record` writes the score into BENCHMARKS.md.
"""

import argparse
import re
import sys
from itertools import count

from rich.console import Console

from tests.mutation import attempts, mutants, scoring
from tests.mutation.mutants import Guard
from tests.mutation.state import State, mark


def main() -> int:
    """Take each guard away, one at a time, and say which nobody missed."""
    options = _options()
    guards = mutants.every_guard()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if options.list:
        for guard in guards:
            console.print(f"{guard.name}: {' '.join(guard.says.split())}")
        console.print(f"{len(guards)} guards")
        return 0
    wanted = [guard for guard in guards if re.search(options.only, guard.name)]
    answers = _tried(wanted, guards, options, console)
    tried = [(guard, answers[mark(guard)]) for guard in wanted]
    console.print(scoring.table(tried))
    if options.record and not options.only:
        scoring.record(tried)
    return 0 if scoring.good(tried) else 1


def _tried(wanted: list[Guard], guards: list[Guard], options: argparse.Namespace, console: Console) -> dict[str, str]:
    state = State()
    recording = state.prepare()
    answers = {} if options.anew else state.answers()
    left = [guard for guard in wanted if answers.get(mark(guard)) not in scoring.GOOD]
    numbers = count(1)
    for guard, outcome in attempts.every_outcome(state.folder, recording, left, guards, thorough=options.thorough):
        answers[mark(guard)] = outcome
        state.remember(answers)
        console.print(f"{next(numbers)}/{len(left)} {outcome:9} {guard.name}: {' '.join(guard.says.split())[:90]}")
    return answers


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--only", default="", help="guards whose name fits this regular expression")
    parser.add_argument("--list", action="store_true", help="say which guards there are, and stop")
    parser.add_argument("--anew", action="store_true", help="forget what earlier runs found out")
    parser.add_argument("--record", action="store_true", help="write the score into BENCHMARKS.md, if all were wanted")
    parser.add_argument("--thorough", action="store_true", help="run up to 60 tests for a guard, not 12")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
