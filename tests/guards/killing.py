"""Taking a guard away in a copy of the tree, and running the tests that should notice."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.guards.finding import ROOT, Guard

COPIED = ("bot", "handlers", "storage", "tests", "run_bot.py", "pyproject.toml")
EVERY = ("tests/forged/test_forged.py",)
FOR = {
    "bot/marks.py": ("tests/forged/test_forged.py",),
    "bot/services/approvals.py": ("tests/stories/test_approval_rights.py", "tests/stories/test_owner_answers.py"),
    "bot/services/filings.py": ("tests/models/test_filings.py", "tests/stories/test_vehicles.py"),
    "bot/services/garage.py": ("tests/stories/test_vehicles.py", "tests/stories/test_owner_answers.py"),
    "bot/services/person_words.py": ("tests/stories/test_registration_words.py", "tests/stories/test_registration.py"),
    "storage/approvals.py": ("tests/models/test_filings.py", "tests/crash/test_races.py"),
    "storage/codes.py": ("tests/storage/test_codes.py", "tests/services/test_codes.py"),
    "storage/filings.py": ("tests/models/test_filings.py", "tests/crash/test_races.py"),
    "storage/vehicle_codes.py": (
        "tests/stories/test_vehicle_codes.py",
        "tests/services/test_vehicle_codes_in_a_hurry.py",
    ),
    "bot/web/webhook.py": ("tests/web/test_webhook.py",),
    "bot/engine/flows.py": ("tests/engine/test_flows.py", "tests/stories/test_filing_by_sms.py"),
}
SECONDS = 150
NEAREST = "the tests named here come before any that are found by their words"
MOST = 7


def copy_to(folder: Path) -> Path:
    """Make a copy of the tree that may be harmed."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source, folder / name)
    return folder


@cache
def sound_tests(path: str, tree: Path) -> list[str]:
    """Return the tests of a file that pass while its guards stand: only they can notice anything."""
    return [test for test in tests_for(path) if not _fails(test, tree)]


def survives(guard: Guard, tree: Path) -> bool:
    """Whether no test notices that the guard is gone."""
    tests = sound_tests(guard.path, tree)
    path = tree / guard.path
    whole = path.read_text()
    path.write_text(guard.taken_from(whole))
    try:
        return not any(_fails(test, tree) for test in tests)
    finally:
        path.write_text(whole)


def tests_for(path: str) -> list[str]:
    """Return the tests that speak of a file: of its noun by their name first, then by their text, then the forged."""
    if path in FOR:
        return list(FOR[path])
    noun = Path(path).stem
    tests = [each.relative_to(ROOT) for each in (ROOT / "tests").rglob("test_*.py") if _is_quick(each)]
    named = [each for each in tests if noun.rstrip("s") in each.stem]
    speaking = [each for each in tests if each not in named and _speaks_of(ROOT / each, noun)]
    return [each.as_posix() for each in (sorted(named) + sorted(speaking))[:MOST]] + list(EVERY)


def _is_quick(test: Path) -> bool:
    slow = {"forged", "guards", "page", "journeys", "benchmarks", "house", "drawing", "pictures"}
    return not slow & set(test.relative_to(ROOT).parts) and "postgresql" not in test.stem


def _speaks_of(test: Path, noun: str) -> bool:
    text = test.read_text()
    return f"import {noun}" in text or f", {noun}" in text


def _fails(test: str, tree: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", test]
    try:
        told = subprocess.run([*command, "-k", "not postgresql"], cwd=tree, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True  # A desk that does not come to rest is a desk that was noticed.
    return told.returncode not in (0, 5)
