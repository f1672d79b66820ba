"""The tree: what stands at the top, how long a file is, how it is called, and that it is finished."""

import re

from tests.conventions.source_tree import OURS, Place, files, is_under, none_of, python_files, text

REQUIRED = {
    *("bot", "handlers", "storage", "tests", "run_bot.py", "pyproject.toml", "Makefile"),
    *("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"),
    "docs",
}
ALLOWED = REQUIRED | {"BENCHMARKS.md"}

CODE = {".py", ".js", ".css", ".html"}
LONGEST_FILE = 250
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
PASSED_OVER = re.compile(r"\b(pytest\.skip|pytest\.importorskip|pytest\.xfail|mark\.skip|mark\.skipif|mark\.xfail)\b")


def test_the_top_level_holds_what_it_is_meant_to_hold() -> None:
    top = {path.parts[0] for path in files() if not path.parts[0].startswith(".")}
    none_of(
        sorted(top - ALLOWED), "Not for the top level. Find its place below, or a folder whose name begins with a dot:"
    )
    none_of(sorted(REQUIRED - top), "Missing at the top level:")


def test_no_file_is_longer_than_one_can_keep_in_mind() -> None:
    readable = [
        path for path in files() if path.suffix in CODE and not is_under(path, "storage/migrations", "bot/locales")
    ]
    lengths = {path: len(text(path).splitlines()) for path in readable}
    long = [f"{path}: {length} lines" for path, length in lengths.items() if length > LONGEST_FILE]
    none_of(long, f"Longer than {LONGEST_FILE} lines. Split it by the nouns it speaks of:")


def test_every_module_is_named_for_what_it_holds() -> None:
    none_of(
        [path for path in python_files(*OURS, "tests") if EMPTY_NAMES & {path.stem, *path.parts[:-1]}],
        "The name says nothing. Name the file for its noun:",
    )


def test_nothing_is_left_unfinished() -> None:
    none_of(_lines(UNFINISHED, *OURS, "tests"), "Do it now, or write down in DECISIONS.md why not:")


def test_no_test_is_passed_over() -> None:
    none_of(
        _lines(PASSED_OVER, "tests"),
        "A test runs and passes. What it needs is set up by `make test`; it fails without:",
    )


def _lines(pattern: re.Pattern[str], *folders: str) -> list[Place]:
    return [
        Place(path, number)
        for path in files()
        if path.suffix in CODE and is_under(path, *folders) and not is_under(path, "tests/conventions")
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
