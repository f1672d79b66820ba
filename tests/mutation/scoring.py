"""The score of a mutation run: prints unnoticed guards, writes the score of each kind into BENCHMARKS.md."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from tests import report
from tests.mutation.mutants import Guard
from tests.mutation.runner import MutationOutcome

GOOD = (MutationOutcome.NOTICED, MutationOutcome.HELD)
TITLE = "Guards, each removed"
HEAD = """`python -m tests.mutation --record` · {moment} · {machine}

Each guard (a condition, refusal, permission, lock, constraint or signature check that protects a row) is removed from
the product, one at a time, and the tests that run it must fail. Backed up: another guard protects the same, and the
tests fail once both are removed. An outcome is kept as long as the guard's file does not change, so a run may rest on
earlier ones.

| Kind of guard | Number | Noticed | Backed up | Unnoticed |
|---|---|---|---|---|
"""
Tried = Sequence[tuple[Guard, str]]  # Guards with their outcomes.


def good(tried: Tried) -> bool:
    """Return whether every removal was noticed."""
    return all(outcome in GOOD for _, outcome in tried)


def table(tried: Tried) -> Table:
    """Return a table of the score and the unnoticed guards."""
    held = sum(outcome == MutationOutcome.HELD for _, outcome in tried)
    missed = sum(outcome in GOOD for _, outcome in tried)
    beside = f", {held} of them only together with their backup" if held else ""
    shown = Table("Guard", "Source", "MutationOutcome", title=f"{missed} of {len(tried)} removals are noticed{beside}")
    for guard, outcome in tried:
        if outcome not in GOOD:
            shown.add_row(guard.name, _words(guard)[:100], outcome)
    return shown


def record(tried: Tried, *, path: Path = report.REPORT) -> None:
    """Write the score into the report."""
    kinds = sorted({guard.kind for guard, _ in tried})
    rows = [_row(kind, [outcome for guard, outcome in tried if guard.kind == kind]) for kind in kinds]
    rows.append(_row("all", [outcome for _, outcome in tried]))
    left = [f"- {guard.name}: `{_words(guard)}`" for guard, outcome in tried if outcome not in GOOD]
    head = HEAD.format(moment=report.moment(), machine=report.machine())
    report.write_section(TITLE, "\n".join([head + "\n".join(rows), "", *left]), report=path)


def _row(kind: str, outcomes: list[str]) -> str:
    noticed, held = outcomes.count(MutationOutcome.NOTICED), outcomes.count(MutationOutcome.HELD)
    cells = (kind, len(outcomes), noticed, held, len(outcomes) - noticed - held)
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _words(guard: Guard) -> str:
    return " ".join(guard.text.split())
