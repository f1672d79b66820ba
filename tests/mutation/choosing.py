"""Selects the tests that should notice a removed guard: those that it refused first, then those that ran its line.

The recording says which test ran which line, where the database refused a row, and where a statement changed no row.
Tests about few files come before tests about many.
"""

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from coverage import CoverageData

from tests.mutation.mutants import ROOT, Guard

# Comparisons of the schema notice every change, and random tests do not notice one every time: both come last.
UNSPECIFIC = re.compile(r"migrat|upgrad|schema|models|crash")


class Recordings:
    """What was recorded in one or more test runs, mapped to the lines of the current tree."""

    def __init__(self, folders: list[Path]) -> None:
        self._runs = [_Run(folder) for folder in folders]
        self.records: dict[str, dict[str, Any]] = {}
        for run in self._runs:  # A later run replaces everything about its test files.
            files = {_file(test) for test in run.records}
            self.records = {
                test: record for test, record in self.records.items() if _file(test) not in files
            } | run.records
        self._contexts: dict[str, dict[int, set[str]]] = {}

    @cached_property
    def _seconds_by_test(self) -> dict[str, float]:
        """Return the seconds that each selectable test takes."""
        return {
            test: record["seconds"] + (2 if "postgresql" in test else 0) + (5 if UNSPECIFIC.search(test) else 0)
            for test, record in self.records.items()
            if test and record["sound"] and not re.search(r"migrating|schema", test) and (ROOT / _file(test)).exists()
        }

    def tests_for(self, guard: Guard, *, most: int, seconds: float) -> list[str]:
        """Return the tests that should notice that the guard is removed, at most `most` tests and `seconds` in sum."""
        chosen: list[str] = []
        refused = self._refused_by(guard)
        if not refused or guard.kind == "constraint":  # There is little to tell which tests matter.
            most, seconds = 3 * most, 2 * seconds
        left = seconds
        for test in self._by_relevance(guard, refused):
            if len(chosen) < most and self._seconds_by_test[test] <= left:
                chosen.append(test)
                left -= self._seconds_by_test[test]
        return chosen

    def tests_for_all(self, guards: list[Guard], *, most: int, seconds: float) -> list[str]:
        """Return the tests that should notice that all of these guards are removed."""
        chosen = [self.tests_for(guard, most=most, seconds=seconds) for guard in guards]
        return list(dict.fromkeys(test for each in chosen for test in each))

    def _by_relevance(self, guard: Guard, refused: set[str]) -> list[str]:
        near = self._near(guard) - refused
        noun = re.sub(r"s$", "", Path(guard.path).stem)
        own = {test for test in near if noun in test.rpartition("::")[0]}
        return [test for group in (refused, own, near - own) for test in self._nearest_first(group)]

    def _nearest_first(self, tests: set[str]) -> list[str]:
        """Return one variant of each test before a second of any, and tests about few files first."""
        found: list[tuple[int, int, str]] = []
        variants = Counter[str]()
        for test in sorted(tests, key=lambda test: (self._breadth[test], test)):
            found.append((variants[test.partition("[")[0]], self._breadth[test], test))
            variants[test.partition("[")[0]] += 1
        return [test for _, _, test in sorted(found)]

    @cached_property
    def _breadth(self) -> Counter[str]:
        """Return in how many files each test runs lines."""
        files = {path for run in self._runs for path in run.files()}
        return Counter(test for path in files for test in set().union(*self._of(path).values()))

    def _refused_by(self, guard: Guard) -> set[str]:
        if guard.kind == "constraint":
            name = re.search(r'name="(\w+)"', guard.text)
            wanted = [f"ck_{guard.about}_{name[1]}"] if name else [f" {guard.about}.", f"uq_{guard.about}_"]
            return {
                test
                for test in self._seconds_by_test
                if any(one in error for error in self._errors(test) for one in wanted)
            }
        if guard.kind == "condition":
            return {test for test in self._seconds_by_test if self._changed_no_row(test, guard)}
        if guard.kind in ("refusal", "rejection"):
            return self._running(guard.path, guard.refusal_lines)
        return set()

    def _near(self, guard: Guard) -> set[str]:
        if guard.kind == "constraint":
            return {test for test in self._seconds_by_test if guard.about in self.records[test]["tables"]}
        own = self._running(guard.path, range(guard.line, guard.last + 1))
        return own or self._running(guard.path, guard.refusal_lines) or self._running_file(guard.path)

    def _errors(self, test: str) -> list[str]:
        errors: list[str] = self.records[test]["refused"]
        return errors

    def _changed_no_row(self, test: str, guard: Guard) -> bool:
        """Whether a statement in the guard's function changed no row in this test."""
        places = [place.rpartition(":") for place in self.records[test]["empty"]]
        return any(path == guard.path and int(line) in guard.refusal_lines for path, _, line in places if line)

    def _running(self, path: str, lines: Any) -> set[str]:
        contexts = self._of(path)
        found = set().union(*(contexts.get(line, set()) for line in lines))
        return found & self._seconds_by_test.keys()

    def _running_file(self, path: str) -> set[str]:
        return self._running(path, self._of(path))

    def _of(self, path: str) -> dict[int, set[str]]:
        if path not in self._contexts:
            lines: dict[int, set[str]] = {}
            for run in self._runs:
                for line, tests in run.tests_by_line(path).items():
                    lines.setdefault(line, set()).update(tests)
            self._contexts[path] = lines
        return self._contexts[path]


def _file(test: str) -> str:
    return test.partition("::")[0]


class _Run:
    """One recorded run. Its line numbers are mapped to the current files, which may have changed since."""

    def __init__(self, folder: Path) -> None:
        self._data = CoverageData(basename=str(folder / "lines"))
        self._data.read()
        self._sources: dict[str, str] = json.loads((folder / "sources.json").read_text())
        self._moved: dict[str, dict[int, int]] = {}
        self.records: dict[str, dict[str, Any]] = json.loads((folder / "deeds.json").read_text())
        for record in self.records.values():
            record["empty"] = [place for said in record["empty"] if (place := self._current_place(said))]

    def files(self) -> set[str]:
        """Return the files in which any line ran."""
        return self._data.measured_files()

    def tests_by_line(self, path: str) -> dict[int, list[str]]:
        """Return which tests ran each line."""
        moved = self._lines(path)
        return {moved[line]: tests for line, tests in self._data.contexts_by_lineno(path).items() if line in moved}

    def _current_place(self, place: str) -> str:
        path, _, line = place.rpartition(":")
        now = self._lines(path).get(int(line or 0))
        return f"{path}:{now}" if now else ""

    def _lines(self, path: str) -> dict[int, int]:
        if path not in self._moved:
            whole = ROOT / path
            now = whole.read_text().splitlines() if path and whole.exists() else []
            then = self._sources.get(path, "").splitlines()
            blocks = SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks()
            self._moved[path] = {
                block.a + step + 1: block.b + step + 1 for block in blocks for step in range(block.size)
            }
        return self._moved[path]
