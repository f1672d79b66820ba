"""Records which test runs which lines: a pytest plugin, run in a process of its own.

`python -m tests.mutation.recording FOLDER TEST…` writes into the folder `lines`, coverage.py's own file with one
context a test; `sources.json`, the sources that the lines belong to; and `deeds.json`: how long each test
took, and what the database refused in it.
"""

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import coverage
import pytest
from sqlalchemy import Engine, event

from tests.mutation.mutants import ROOT

SOURCES = ("bot", "handlers", "storage")
WRITTEN = re.compile(r"(?:INSERT INTO|UPDATE) (\w+)")
TestRecord = dict[str, Any]


class Recorder:
    """The plugin: one coverage context a test, and what the database refused in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines = coverage.Coverage(
            data_file=str(folder / "lines"), source=[str(ROOT / name) for name in SOURCES], config_file=False
        )
        self.lines.set_option("run:relative_files", True)
        self.records: dict[str, TestRecord] = defaultdict(_empty_record)
        self.test = ""

    def pytest_sessionstart(self) -> None:
        """Start recording before the first import."""
        self.lines.start()
        event.listen(Engine, "after_cursor_execute", self._executed)
        event.listen(Engine, "handle_error", self._refused)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Attribute everything that runs from here on to this test."""
        self.test = item.nodeid
        self.lines.switch_context(item.nodeid)
        began = time.perf_counter()
        try:
            return (yield)
        finally:
            self.records[self.test]["seconds"] = round(time.perf_counter() - began, 3)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record which tests pass: only those can notice anything."""
        if report.failed or report.skipped:
            self.records[report.nodeid]["sound"] = False

    def pytest_sessionfinish(self) -> None:
        """Save the recording and the sources."""
        self.lines.stop()
        self.lines.save()
        (self.folder / "deeds.json").write_text(json.dumps(self.records))
        files = [path for name in SOURCES for path in (ROOT / name).rglob("*.py")]
        whole = {path.relative_to(ROOT).as_posix(): path.read_text() for path in files}
        (self.folder / "sources.json").write_text(json.dumps(whole))

    def _executed(self, _: object, cursor: Any, statement: str, *rest: object) -> None:
        record = self.records[self.test]
        for table in WRITTEN.findall(statement):
            if table not in record["tables"]:
                record["tables"].append(table)
        if not statement.startswith("SELECT") and cursor.rowcount == 0:
            self._keep("empty", _where(sys._getframe()))

    def _refused(self, refused: Any) -> None:
        self._keep("refused", str(refused.original_exception))

    def _keep(self, what: str, text: str) -> None:
        if text not in self.records[self.test][what]:
            self.records[self.test][what].append(text)


def _empty_record() -> TestRecord:
    return {"seconds": 0.0, "sound": True, "tables": [], "empty": [], "refused": []}


def _where(frame: FrameType | None) -> str:
    """Return the nearest line of the product on the stack, as `path:line`."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in SOURCES:
            return f"{path.relative_to(ROOT).as_posix()}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


if __name__ == "__main__":
    where, *tests = sys.argv[1:]
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[Recorder(Path(where))]))
