"""Calls that only some modules may make: commit, start asyncio tasks, read the clock, replace our own code."""

import ast
from collections.abc import Callable

from tests.conventions.source_tree import PRODUCT, Place, is_under, nodes, none_of

Predicate = Callable[[ast.AST], bool]

MAY_START_TASKS = ("bot/engine", "bot/cli", "bot/runtime", "bot/simulator")


def calls(*names: str) -> Predicate:
    """Return a predicate: does a syntax node call one of these functions, by any path (`x.commit()`, `commit()`)?"""

    def matches(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(names)

    return matches


def places(predicate: Predicate, *folders: str, except_in: tuple[str, ...] = ()) -> list[Place]:
    """Return the places of all calls that match, outside the excepted files."""
    found = nodes(*folders, kind=ast.Call)
    return [place for place, node in found if predicate(node) and not is_under(place.path, *except_in)]


def test_only_the_database_session_commits() -> None:
    none_of(
        places(calls(".commit"), *PRODUCT, except_in=("storage/database/session.py",)),
        "Only storage/database/session.py commits. Take the session as the first argument; the caller ends it:",
    )


def test_only_the_engine_starts_asyncio_tasks() -> None:
    none_of(
        places(calls("create_task", "ensure_future"), *PRODUCT, except_in=(*MAY_START_TASKS, "tests")),
        "Work that outlives its caller is an outbox row. Only these start asyncio tasks: bot/engine, bot/simulator:",
    )


def test_nobody_below_the_engine_reads_the_clock() -> None:
    none_of(
        places(
            calls("datetime.now", "datetime.utcnow", "date.today", "time.time"),
            *("handlers", "storage", "bot/services", "bot/cards"),
        ),
        "Take `now` as an argument, so that a test can choose it:",
    )


def test_tests_do_not_monkeypatch_the_product() -> None:
    none_of(
        places(calls("monkeypatch.setattr", "mock.patch", "patch.object", "MagicMock", "AsyncMock"), "tests"),
        "Pass another object instead: the local twin of the service, or a small class in the test:",
    )
