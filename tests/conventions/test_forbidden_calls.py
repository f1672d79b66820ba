"""Who may do what: commit, start tasks, read the clock, stand in for our own code."""

import ast
from collections.abc import Callable

from tests.conventions.source_tree import OURS, Place, is_under, nodes, none_of

Question = Callable[[ast.AST], bool]


MAY_START_TASKS = ("bot/engine", "bot/cli", "bot/runtime", "bot/simulator")


def calls(*names: str) -> Question:
    """Return the question whether a piece of syntax calls one of these, by whatever path: `x.commit()`, `commit()`."""

    def is_it(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(names)

    return is_it


def found(question: Question, *folders: str, apart_from: tuple[str, ...] = ()) -> list[Place]:
    """Return the places where the answer is yes."""
    return [place for place, node in nodes(*folders) if question(node) and not is_under(place.path, *apart_from)]


def test_only_the_transaction_commits() -> None:
    none_of(
        found(calls(".commit"), *OURS, apart_from=("storage/database/session.py",)),
        "Only storage/database/session.py commits. Take the session as the first argument; the caller ends it:",
    )


def test_only_the_engine_starts_tasks() -> None:
    none_of(
        found(calls("create_task", "ensure_future"), *OURS, apart_from=(*MAY_START_TASKS, "tests")),
        "Work that outlives its caller is an outbox row. Tasks are for bot/engine, bot/simulator and the front door:",
    )


def test_nobody_below_the_engine_reads_the_clock() -> None:
    none_of(
        found(
            calls("datetime.now", "datetime.utcnow", "date.today", "time.time"),
            *("handlers", "storage", "bot/services", "bot/cards"),
        ),
        "Take the moment as an argument (`now`), so that a test can choose it:",
    )


def test_tests_replace_nothing_of_ours() -> None:
    none_of(
        found(calls("monkeypatch.setattr", "mock.patch", "patch.object", "MagicMock", "AsyncMock"), "tests"),
        "Pass another object: the local twin of the outside world, or a small class of the test's own:",
    )
