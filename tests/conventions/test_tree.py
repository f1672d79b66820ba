"""The source tree: its top level, the length and names of files, unique class names, nothing unfinished or skipped."""

import ast
import re
from collections import Counter

from tests.conventions.source_tree import PRODUCT, Place, files, is_under, nodes, none_of, python_files, text

REQUIRED = {
    *("bot", "handlers", "storage", "tests", "run_bot.py", "pyproject.toml", "Makefile"),
    *("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"),
    "docs",
}
ALLOWED = REQUIRED | {"BENCHMARKS.md"}

CODE = {".py", ".js", ".css", ".html"}
MAX_FILE_LINES = 250
# Every conversation calls its steps so.
SHARED_NAMES = {"Step"}
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SKIPPED = re.compile(r"\b(pytest\.skip|pytest\.importorskip|pytest\.xfail|mark\.skip|mark\.skipif|mark\.xfail)\b")


def test_the_top_level_is_as_agreed() -> None:
    top = {path.parts[0] for path in files() if not path.parts[0].startswith(".")}
    none_of(
        sorted(top - ALLOWED), "Not for the top level. Move it below, or into a folder whose name begins with a dot:"
    )
    none_of(sorted(REQUIRED - top), "Missing at the top level:")


def test_no_file_is_too_long() -> None:
    readable = [
        path for path in files() if path.suffix in CODE and not is_under(path, "storage/migrations", "bot/locales")
    ]
    lengths = {path: len(text(path).splitlines()) for path in readable}
    long = [f"{path}: {length} lines" for path, length in lengths.items() if length > MAX_FILE_LINES]
    none_of(long, f"Longer than {MAX_FILE_LINES} lines. Split it by its nouns:")


def test_no_module_has_an_empty_name() -> None:
    none_of(
        [path for path in python_files(*PRODUCT, "tests") if EMPTY_NAMES & {path.stem, *path.parts[:-1]}],
        "The name says nothing. Name the file by its noun:",
    )


def test_every_class_name_is_unique() -> None:
    classes = [(place, node.name) for place, node in nodes(*PRODUCT, kind=ast.ClassDef)]
    counted = Counter(name for _, name in classes if not name.startswith("_") and name not in SHARED_NAMES)
    none_of(
        [f"{place} {name}" for place, name in classes if counted[name] > 1],
        "Another class has this name. Name each by what it is:",
    )


def test_nothing_is_marked_as_unfinished() -> None:
    none_of(_lines(UNFINISHED, *PRODUCT, "tests"), "Do it now, or write into DECISIONS.md why not:")


def test_no_test_is_skipped() -> None:
    none_of(
        _lines(SKIPPED, "tests"),
        "A test runs and passes. `make test` installs what it needs; without that it fails:",
    )


def _lines(pattern: re.Pattern[str], *folders: str) -> list[Place]:
    return [
        Place(path, number)
        for path in files()
        if path.suffix in CODE and is_under(path, *folders) and not is_under(path, "tests/conventions")
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
