"""Finding guards in the source: what stands between an attacker, or a second tap, and a row.

condition    an argument of a guarded UPDATE's `where` about a state or an empty moment
refusal      an `if` whose body raises NotYours, NotStaff, Forged and the like
signature    a comparison of secrets
constraint   a CHECK or unique constraint of a table
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("storage", "bot/services", "bot/web", "bot/adapters", "handlers")
FILES = ("bot/marks.py", "bot/context.py", "bot/engine/dispatch.py", "bot/engine/flows.py", "bot/engine/turn.py")
WHO = frozenset({"NotYours", "NotStaff", "Forged", "NotAdministrator", "StaleButton", "NotYourContact", "SignedOut"})
STATES = ("status", "state", "_at", "attempts", "reviewer", "decided", "ended", "first_by")
CONSTRAINTS = frozenset({"UniqueConstraint", "CheckConstraint"})


@dataclass(frozen=True)
class Guard:
    """One guard: where it stands, and what stands there when it is taken away."""

    path: str
    kind: str
    line: int
    begin: int
    end: int
    instead: str
    says: str

    @property
    def name(self) -> str:
        """What it is called in lists, as `path:line kind`."""
        return f"{self.path}:{self.line} {self.kind}"

    def taken_from(self, source: str) -> str:
        """Return the source without this guard."""
        data = source.encode()
        return (data[: self.begin] + self.instead.encode() + data[self.end :]).decode()


def every_guard() -> list[Guard]:
    """Every guard of the tree, file by file."""
    return [guard for path in files() for guard in guards_of(path, (ROOT / path).read_text())]


def files() -> list[str]:
    """Every file that may hold guards."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    paths = [path.relative_to(ROOT).as_posix() for path in sorted(found)] + list(FILES)
    return [path for path in paths if "/migrations/" not in path]


def guards_of(path: str, source: str) -> list[Guard]:
    """Return the guards in one file."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, kind, instead in _nodes(path, ast.parse(source)):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        begin, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        says = source.encode()[begin:end].decode()
        found.append(Guard(path, kind, node.lineno, begin, end, instead.format(says=says, at=begin), says))
    return found


def _nodes(path: str, tree: ast.Module) -> Iterator[tuple[ast.expr, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and _raises(node) & WHO:
            yield node.test, "refusal", "False and ({says})"
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "compare_digest":
                yield node, "signature", "True"
            elif path.startswith("storage/") and name in CONSTRAINTS:
                yield node, "constraint", '__import__("sqlalchemy").CheckConstraint("1 = 1", name="none_{at}")'
        elif path.startswith("storage/") and isinstance(node, ast.keyword) and node.arg == "unique":
            yield node.value, "constraint", "False"
        elif path.startswith("storage/") and isinstance(node, ast.FunctionDef) and "update(" in ast.unparse(node):
            yield from _conditions(node)


def _conditions(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, str, str]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "where":
            for argument in node.args:
                if any(word in ast.unparse(argument) for word in STATES):
                    yield argument, "condition", '__import__("sqlalchemy").true()'


def _raises(node: ast.If) -> set[str]:
    raised = [each.exc for each in node.body if isinstance(each, ast.Raise) and each.exc is not None]
    return {getattr(each.func if isinstance(each, ast.Call) else each, "id", "") for each in raised}
