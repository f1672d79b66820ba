"""The files of this checkout, and their syntax trees."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any

ROOT = Path(__file__).parents[2]

# The product; the tests are apart.
PRODUCT = ("run_bot.py", "bot", "handlers", "storage")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Kind = type[ast.AST] | UnionType


@dataclass(frozen=True)
class Place:
    """A line of a file, written as `path:line`."""

    path: Path
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@cache
def files() -> tuple[Path, ...]:
    """Return the path of every file that git tracks or would add, relative to the root; not those of other projects."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = sorted({Path(name) for name in listed.split("\0") if name})
    return tuple(path for path in paths if (ROOT / path).is_file() and "vendor" not in path.parts)


def is_under(path: Path, *folders: str) -> bool:
    """Return whether a path is one of these or lies below one of them."""
    return any(path.is_relative_to(folder) for folder in folders)


def python_files(*folders: str) -> list[Path]:
    """Return the Python files in these folders, without migrations, whose form Alembic decides."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and is_under(path, *folders) and not is_under(path, "storage/migrations")
    ]


@cache
def text(path: Path) -> str:
    """Return the content of a file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


def nodes(*folders: str, kind: Kind = ast.AST) -> Iterator[tuple[Place, Any]]:
    """Return every syntax node of this kind that has a line, with its place."""
    for path in python_files(*folders):
        for node in walked(path):
            if isinstance(node, kind) and (line := getattr(node, "lineno", None)):
                yield Place(path, line), node


@cache
def walked(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of the syntax tree of a Python file. To walk the tree takes longer than to read it."""
    return tuple(ast.walk(tree(path)))


def functions(*folders: str) -> Iterator[tuple[Place, Function]]:
    """Return every function, method and inner function, with its place."""
    yield from nodes(*folders, kind=Function)


def none_of(offenders: Iterable[object], advice: str) -> None:
    """Fail with the advice and the list of offenders, if there are any."""
    found = [str(offender) for offender in offenders]
    assert not found, "\n  ".join([advice, *found])
