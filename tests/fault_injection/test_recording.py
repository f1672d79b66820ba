"""Results of long runs are recorded in the report."""

from pathlib import Path

from tests import report
from tests.fault_injection import recording
from tests.fault_injection.long_run import Result


def test_the_last_run_of_a_part_replaces_its_line_and_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "BENCHMARKS.md"
    report.write_section("Something measured", "Two figures.", report=path)
    recording.record(
        [Result("races", "3 rounds", 0, ()), Result("worlds", "9 kills", 0, ())], minutes=2, seed=5, path=path
    )
    recording.record([Result("races", "70 rounds", 4, ("one", "two"))], minutes=31.4, seed=6, path=path)
    written = path.read_text(encoding="utf-8")
    assert report.section("Something measured", report=path) == "Two figures."
    races, worlds = [line for line in written.splitlines() if line.startswith(("| races", "| worlds"))]
    assert races.startswith("| races | 70 rounds | 4 | 2 | 31.4 | ")
    assert worlds.startswith("| worlds | 9 kills | 0 | 0 | 2.0 | ")
    assert (races[-10:], worlds[-10:]) == (", seed 6 |", ", seed 5 |")
    assert written.count("## ") == 2
