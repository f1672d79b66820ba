"""Removes guards in a copy of the tree and runs the tests that should notice."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.mutation.choosing import Recordings
from tests.mutation.mutants import ROOT, Guard

COPIED = ("bot", "handlers", "storage", "tests", ".ci", ".deploy", "run_bot.py", "pyproject.toml", "README.md")
AT_ONCE = 100
SECONDS = 120  # A child that runs longer is killed; a test that never ends counts as noticed.


class MutationOutcome(StrEnum):
    """The outcome of removing a guard."""

    NOTICED = "noticed"
    HELD = "held"
    SURVIVED = "survived"
    UNTESTED = "untested"
    BROKEN = "broken"


class MutationRunner:
    """A copy of the tree that may be changed, and the process that runs tests in it. A context manager."""

    def __init__(self, tree: Path, recording: Recordings) -> None:
        self.tree = tree
        self.recording = recording

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.mutation.trying"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=self.tree, stdin=pipe, stdout=pipe, text=True)
        assert self._read_line() == "ready"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def without(self, guards: Iterable[Guard], *, most: int = 12, seconds: float = 20) -> tuple[MutationOutcome, str]:
        """Remove these guards, run the tests that should notice, and return the outcome and the test that noticed."""
        guards = list(guards)
        tests = self.recording.tests_for_all(guards, most=most, seconds=seconds)
        if not tests:
            return MutationOutcome.UNTESTED, ""
        with _guards_removed(self.tree, guards):
            response = self._request(tests, seconds=SECONDS)
        if response["status"] in (1, "late"):
            return MutationOutcome.NOTICED, next(iter(response["failed"]), tests[0])
        return (MutationOutcome.SURVIVED if response["status"] == 0 else MutationOutcome.BROKEN), ""

    def failing(self, tests: Iterable[str]) -> set[str]:
        """Return which of these tests fail with every guard in place: they prove nothing."""
        wanted = sorted(set(tests))
        found: set[str] = set()
        for first in range(0, len(wanted), AT_ONCE):
            part = wanted[first : first + AT_ONCE]
            response = self._request(part, seconds=30 * SECONDS, every=True)
            found.update(response["failed"] if response["status"] in (0, 1) else part)
        return found

    def _request(self, tests: list[str], *, seconds: float, every: bool = False) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"tests": tests, "seconds": seconds, "all": every}) + "\n")
        self._process.stdin.flush()
        response: dict[str, Any] = json.loads(self._read_line())
        return response

    def _read_line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@contextmanager
def _guards_removed(tree: Path, guards: list[Guard]) -> Iterator[None]:
    """Remove the guards, from the last to the first of a file, and restore the files with their modification times."""
    whole = {tree / guard.path: (tree / guard.path).read_text() for guard in guards}
    times = {path: path.stat() for path in whole}
    try:
        for guard in sorted(guards, key=lambda guard: -guard.begin):
            path = tree / guard.path
            path.write_text(guard.remove_from(path.read_text()))
        yield
    finally:
        for path, text in whole.items():
            path.write_text(text)
            os.utime(path, ns=(times[path].st_atime_ns, times[path].st_mtime_ns))


def copy_to(folder: Path) -> Path:
    """Update the copy of the tree; unchanged files are left alone."""
    changed = False
    for name in COPIED:
        for source in [ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"):
            copy = folder / source.relative_to(ROOT)
            if "__pycache__" in source.parts or not source.is_file() or _is_same(source, copy):
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
            changed = True
    for copy in [copy for name in COPIED for copy in (folder / name).rglob("*.py")]:
        if not (ROOT / copy.relative_to(folder)).exists():
            copy.unlink()
    if changed:  # Compiled once here instead of in each of hundreds of child processes.
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests"]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    return folder


def _is_same(source: Path, copy: Path) -> bool:
    if not copy.exists():
        return False
    there, here = source.stat(), copy.stat()
    return (there.st_size, there.st_mtime_ns) == (here.st_size, here.st_mtime_ns)
