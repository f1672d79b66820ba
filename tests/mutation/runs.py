"""Tries many guards in one run of pytest: tests are collected once, and a child process is forked for each guard.

`python -m tests.mutation.runs PLAN ANSWERS`: the plan is a list of `{"gone": [numbers], "tests": […]}`; an answer is a
line, `[index, outcome, the test that noticed]`. Each child switches the guards off and runs the tests until one fails.
That test must pass in another child in which no guard is switched off.
"""

import importlib
import json
import os
import select
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

# Seconds after which a child is killed; a test that never ends counts as noticed.
TIMEOUT = 90
LATE = "timed out"


class Trials:
    """The plugin that runs the plan in place of the tests."""

    def __init__(self, plan: list[dict[str, Any]], answers: Path, temporary: Path) -> None:
        self.plan = plan
        self.answers = answers
        self.temporary = temporary
        self.items: dict[str, pytest.Item] = {}
        self.passing: dict[str, bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the whole plan."""
        self.items = {item.nodeid: item for item in session.items}
        for place, wanted in enumerate(self.plan):
            outcome, test = self._outcome(set(wanted["gone"]), [test for test in wanted["tests"] if test in self.items])
            with self.answers.open("a") as file:
                file.write(json.dumps([place, outcome, test]) + "\n")
        return True

    def _outcome(self, gone: set[int], tests: list[str]) -> tuple[str, str]:
        failed = self._failing(tests, gone)
        if not failed:
            return "survived" if tests else "untested", ""
        if failed not in self.passing:
            self.passing[failed] = failed == LATE or not self._failing([failed], set())
        return ("noticed" if self.passing[failed] else "broken"), failed

    def _failing(self, tests: list[str], gone: set[int]) -> str:
        """Return the first of these tests that fails without these guards, in a child; empty if none does."""
        here, there = os.pipe()
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            with suppress(BaseException):
                os.write(there, self._first_failing(tests, gone).encode())
            os._exit(0)
        os.close(there)
        if not select.select([here], [], [], TIMEOUT)[0]:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        failed = os.read(here, 4096).decode()
        os.close(here)
        os.waitpid(child, 0)
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir()
        return "" if failed == "none" else failed or LATE

    def _first_failing(self, tests: list[str], gone: set[int]) -> str:
        importlib.import_module("switchboard").GONE.update(gone)
        items = [self.items[test] for test in tests]
        for item, following in zip(items, [*items[1:], None], strict=True):
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                return item.nodeid
        return "none"


def main() -> int:
    """Run the plan."""
    plan = json.loads(Path(sys.argv[1]).read_text())
    tests = list(dict.fromkeys(test for wanted in plan for test in wanted["tests"]))
    temporary = Path.cwd() / "temporary"
    options = ["-q", "-p", "no:cacheprovider", "--no-header", f"--basetemp={temporary}"]
    return int(pytest.main([*options, *tests], plugins=[Trials(plan, Path(sys.argv[2]), temporary)]))


if __name__ == "__main__":
    sys.exit(main())
