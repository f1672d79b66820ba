"""What a run leaves for the next, outside the checkout: the copy of the tree, the recording, the answers so far."""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation import runner
from tests.mutation.choosing import Recording
from tests.mutation.mutants import ROOT, Guard

FOLDER = Path(tempfile.gettempdir()) / "chezhu-guards"
LEFT_OUT = re.compile(
    r"/(guards|journeys|benchmarks|house|page|drawing|pictures|simulator|data)/|/crash/test_[^r]|test_replicas"
)
"""Tests in a browser or at random, of looks and of speed: no guard needs them, and each takes long."""


class State:
    """The folder, and what is in it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.tree = folder / "tree"
        folder.mkdir(parents=True, exist_ok=True)

    def prepare(self) -> Recording:
        """Bring the copy of the tree up to date, and record the tests that are new or have changed."""
        runner.copy_to(self.tree)
        recorded = self._read("recorded")
        now = {path: _digest(ROOT / path) for path in _test_files()}
        changed = [path for path, digest in now.items() if recorded.get(path) != digest]
        if changed:
            sys.stdout.write(f"Recording which test of {len(changed)} files runs which lines\n")
            sys.stdout.flush()
            own = Path(tempfile.mkdtemp(prefix="recording-", dir=self.folder))
            command = [sys.executable, "-m", "tests.mutation.recording", str(own), *changed]
            told = subprocess.run(command, cwd=self.tree, check=False)
            if told.returncode not in (0, 1):  # Some of them fail: those are not chosen.
                raise RuntimeError("the tests could not be recorded")
            self._write("recorded", now)
        found = self.folder.glob("recording-*/deeds.json")
        return Recording([path.parent for path in sorted(found, key=lambda path: path.stat().st_mtime)])

    def answers(self) -> dict[str, str]:
        """Return what became of each guard when it was last taken away, by `mark`."""
        return self._read("answers")

    def remember(self, answers: dict[str, str]) -> None:
        """Keep the answers."""
        self._write("answers", answers)

    def _read(self, name: str) -> dict[str, str]:
        path = self.folder / f"{name}.json"
        found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return found

    def _write(self, name: str, content: dict[str, str]) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(content, indent=1))


def mark(guard: Guard) -> str:
    """Return the name under which a guard's answer is kept: another file is another guard."""
    return f"{guard.key} @{guard.begin} {_digest(ROOT / guard.path)[:12]}"


def _test_files() -> list[str]:
    found = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    return [path for path in found if not LEFT_OUT.search(f"/{path}")]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
