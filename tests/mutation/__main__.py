"""The mutation run: `python -m tests.mutation [--only FILE]`. The exit code is 1 if a removed guard goes unnoticed.

Results are kept in a folder below the system's temporary folder: a second run tries only guards that went unnoticed
or that have changed. `--anew` discards the results, `--record` writes the score into BENCHMARKS.md.
"""

import argparse
import re
import sys
from itertools import count

from rich.console import Console

from tests.mutation import attempts, mutants, scoring
from tests.mutation.mutants import Guard
from tests.mutation.state import State, result_key


def main() -> int:
    """Remove each guard, one at a time, and print those that no test misses."""
    options = _options()
    guards = mutants.every_guard()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if options.list:
        for guard in guards:
            console.print(f"{guard.name}: {' '.join(guard.text.split())}")
        console.print(f"{len(guards)} guards")
        return 0
    wanted = [guard for guard in guards if re.search(options.only, guard.name)]
    answers = _tried(wanted, guards, options, console)
    tried = [(guard, answers[result_key(guard)]) for guard in wanted]
    console.print(scoring.table(tried))
    if options.record and not options.only:
        scoring.record(tried)
    return 0 if scoring.good(tried) else 1


def _tried(wanted: list[Guard], guards: list[Guard], options: argparse.Namespace, console: Console) -> dict[str, str]:
    state = State()
    recording = state.prepare()
    answers = {} if options.anew else state.answers()
    left = [guard for guard in wanted if answers.get(result_key(guard)) not in scoring.GOOD]
    numbers = count(1)
    for guard, outcome in attempts.every_outcome(state.folder, recording, left, guards, thorough=options.thorough):
        answers[result_key(guard)] = outcome
        state.remember(answers)
        console.print(f"{next(numbers)}/{len(left)} {outcome:9} {guard.name}: {' '.join(guard.text.split())[:90]}")
    return answers


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--only", default="", help="only guards whose name matches this regular expression")
    parser.add_argument("--list", action="store_true", help="list the guards and stop")
    parser.add_argument("--anew", action="store_true", help="discard the results of earlier runs")
    parser.add_argument("--record", action="store_true", help="write the score of a complete run into BENCHMARKS.md")
    parser.add_argument("--thorough", action="store_true", help="run up to 60 tests for each guard instead of 12")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
