"""The score of a mutation run: on the screen what is left, in BENCHMARKS.md the score of each kind of guard."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from tests import report
from tests.mutation.mutants import Guard
from tests.mutation.runner import Outcome

GOOD = (Outcome.NOTICED, Outcome.HELD)
TITLE = "Guards, each taken away"
HEAD = """`python -m tests.mutation --record` · {moment} · {machine}

Whatever stands between an attacker, or a second tap, and a row is taken out of the product, one guard at a time, and
the tests that pass over it run: one of them must fail. Held: two guards hold the same, and the tests fail once both are
gone. An answer is kept as long as the guard's file does not change, so a run may rest on those before it.

| Kind of guard | How many | Missed when gone | Held by another | Missed by nobody |
|---|---|---|---|---|
"""
Tried = Sequence[tuple[Guard, str]]
"""Guards, and what became of each."""


def good(tried: Tried) -> bool:
    """Whether somebody misses each of them."""
    return all(outcome in GOOD for _, outcome in tried)


def table(tried: Tried) -> Table:
    """Show the score, and those that nobody misses."""
    held = sum(outcome == Outcome.HELD for _, outcome in tried)
    missed = sum(outcome in GOOD for _, outcome in tried)
    beside = f", {held} of them only together with the other that holds the same" if held else ""
    shown = Table("Guard", "What it says", "Without it", title=f"{missed} of {len(tried)} guards are missed{beside}")
    for guard, outcome in tried:
        if outcome not in GOOD:
            shown.add_row(guard.name, _words(guard)[:100], outcome)
    return shown


def record(tried: Tried, *, path: Path = report.REPORT) -> None:
    """Write the score down."""
    kinds = sorted({guard.kind for guard, _ in tried})
    rows = [_row(kind, [outcome for guard, outcome in tried if guard.kind == kind]) for kind in kinds]
    rows.append(_row("all", [outcome for _, outcome in tried]))
    left = [f"- {guard.name}: `{_words(guard)}`" for guard, outcome in tried if outcome not in GOOD]
    head = HEAD.format(moment=report.moment(), machine=report.machine())
    report.keep(TITLE, "\n".join([head + "\n".join(rows), "", *left]), report=path)


def _row(kind: str, outcomes: list[str]) -> str:
    noticed, held = outcomes.count(Outcome.NOTICED), outcomes.count(Outcome.HELD)
    cells = (kind, len(outcomes), noticed, held, len(outcomes) - noticed - held)
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _words(guard: Guard) -> str:
    return " ".join(guard.says.split())
