"""Measures the processor time of each test file, with that of the processes it has started and that have ended.

    .venv/bin/python -m pytest -p tests.processor_time tests/storage    (without -n)

Processor time and not `--durations`: it hardly depends on what else the machine does, and waiting costs nothing. What
the PostgreSQL server spends, which all tests share, is not in it.
"""

import os
import time
from collections import defaultdict
from collections.abc import Generator
from operator import itemgetter

import pytest

MOST = 40
_seconds: defaultdict[str, float] = defaultdict(float)


def _used() -> float:
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Measure the collection, which each process of a run repeats."""
    before = _used()
    try:
        return (yield)
    finally:
        _seconds["(collection)"] = _used() - before


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure a test with its fixtures."""
    before = _used()
    try:
        return (yield)
    finally:
        _seconds[item.nodeid.partition("::")[0]] += _used() - before


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the files that have used most."""
    terminalreporter.section("processor seconds")
    for path, seconds in sorted(_seconds.items(), key=itemgetter(1), reverse=True)[:MOST]:
        terminalreporter.line(f"{seconds:8.2f} {path}")
    terminalreporter.line(f"{_used():8.2f} all")
