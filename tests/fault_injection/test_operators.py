"""Each thing that operators and disks do wrong is said plainly, and loses nothing."""

from pathlib import Path

import pytest

from tests import report
from tests.fault_injection import operators
from tests.postgresql import Postgres


@pytest.mark.usefixtures("own_logging")
def test_nothing_is_lost_and_everything_is_said(postgres: Postgres, tmp_path: Path) -> None:
    path, done = tmp_path / "BENCHMARKS.md", list[int]()
    result = operators.runs(count=1, seed=0, folder=tmp_path, on_progress=done.append, path=path)
    assert result.wrong == ()
    assert done[-1] == len(operators.CASES)
    rows = report.section(operators.TITLE, report=path).splitlines()
    assert sum(row.endswith("| 0 |") for row in rows) == len(operators.CASES)
