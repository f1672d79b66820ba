"""State kept between runs, outside the checkout: the copy of the tree, the recordings, the outcomes so far."""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation import runner
from tests.mutation.choosing import Recordings
from tests.mutation.mutants import ROOT, Guard

FOLDER = Path(tempfile.gettempdir()) / "chezhu-guards"
# Tests in a browser, random tests, tests of pictures and speed: no guard needs them, and they take long.
EXCLUDED = re.compile(
    r"/(mutation|browser|benchmarks|conventions|page|drawing|pictures|simulator|data)/"
    r"|/fault_injection/test_[^r]|test_replicas"
)


class State:
    """The folder and its files."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.tree = folder / "tree"
        folder.mkdir(parents=True, exist_ok=True)

    def prepare(self) -> Recordings:
        """Update the copy of the tree, and record the tests that are new or have changed."""
        runner.copy_to(self.tree)
        recorded = self._read("recorded")
        now = {path: _digest(ROOT / path) for path in _test_files()}
        changed = [path for path, digest in now.items() if recorded.get(path) != digest]
        if changed:
            sys.stdout.write(f"Recording which test of {len(changed)} files runs which lines\n")
            sys.stdout.flush()
            own = Path(tempfile.mkdtemp(prefix="recording-", dir=self.folder))
            command = [sys.executable, "-m", "tests.mutation.recording", str(own), *changed]
            finished = subprocess.run(command, cwd=self.tree, check=False)
            if finished.returncode not in (0, 1):  # Tests that fail are not selected.
                raise RuntimeError("the tests could not be recorded")
            self._write("recorded", now)
        found = self.folder.glob("recording-*/deeds.json")
        return Recordings([path.parent for path in sorted(found, key=lambda path: path.stat().st_mtime)])

    def answers(self) -> dict[str, str]:
        """Return the last outcome of each guard, by `result_key`."""
        return self._read("answers")

    def remember(self, answers: dict[str, str]) -> None:
        """Store the outcomes."""
        self._write("answers", answers)

    def _read(self, name: str) -> dict[str, str]:
        path = self.folder / f"{name}.json"
        found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return found

    def _write(self, name: str, content: dict[str, str]) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(content, indent=1))


def result_key(guard: Guard) -> str:
    """Return the key of a guard's stored outcome; it changes with the file."""
    return f"{guard.key} @{guard.begin} {_digest(ROOT / guard.path)[:12]}"


def _test_files() -> list[str]:
    found = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    return [path for path in found if not EXCLUDED.search(f"/{path}")]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
