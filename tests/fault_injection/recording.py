"""Records the results of long runs in BENCHMARKS.md: a line for each part, that of its last run."""

from pathlib import Path

from tests import report
from tests.fault_injection.long_run import Result

TITLE = "Fault injection"
HEAD = """`make crash` (`python -m tests.fault_injection --record`) · {machine}

Each line is the last run of its part. Wrong is whatever was lost, done twice or out of order, forged input that was
accepted, and personal data in a log; messages repeated are those that a desk had sent and not recorded when it
crashed, which is allowed.

| What | How many | Messages repeated | Wrong | Minutes | When and seed |
|---|---|---|---|---|---|
"""


def record(results: list[Result], *, minutes: float, seed: int, path: Path = report.REPORT) -> None:
    """Write the results of a part into the report."""
    lines = _lines(report.section(TITLE, report=path))
    when = f"{report.moment()}, seed {seed}"
    for result in results:
        cells = (
            result.how_many,
            f"{result.repeated:,}",
            f"{len(result.wrong):,}",
            f"{minutes + result.minutes:.1f}",
            when,
        )
        lines[result.what] = f"| {result.what} | {' | '.join(cells)} |"
    written = [lines[what] for what in sorted(lines)]
    report.write_section(TITLE, HEAD.format(machine=report.machine()) + "\n".join(written), report=path)


def _lines(section: str) -> dict[str, str]:
    """Return the lines of the section's table, by their first column."""
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return {row.split("|")[1].strip(): row for row in rows}
