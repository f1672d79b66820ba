"""Finds guards in the source: the conditions that keep an attacker, or a second tap, away from a row.

condition    an argument of `where` about a state, a time or an owner; in a write, any but the primary key
refusal      an `if` that leads to a refusal; reasons joined by `or` count separately
rejection    an `if` that rejects outside input without an exception
permission   a reason for which a permission question is answered with yes
demand       a statement that requires, checks or locks something
signature    a comparison of secrets, or a signature verification
constraint   a CHECK or unique constraint of a table
counting     an attempt that is counted
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mutation import kinds

ROOT = Path(__file__).parents[2]
FOLDERS = ("storage", "bot/services", "bot/web", "bot/adapters", "handlers")
FILES = (
    "bot/context.py",
    "bot/incoming.py",
    "bot/engine/inbound/dispatcher.py",
    "bot/engine/inbound/flows.py",
    "bot/engine/update_json.py",
    "bot/engine/inbound/turn.py",
    "bot/callback_data.py",
)
# Pictures, statistics and spellings protect nothing.
WITHOUT_GUARDS = re.compile(
    r"/(migrations|drawing|pictures|sandbox|sms)/"
    r"|/(leader_election|stats|backlog|reencryption|text_cleaning|working_days)\.py"
)


@dataclass(frozen=True)
class Guard:
    """One guard: its place in the source and its replacement. refusal_lines: the lines that run when it refuses."""

    path: str
    kind: str
    line: int
    begin: int
    end: int
    replacement: str
    text: str
    last: int = 0
    refusal_lines: tuple[int, ...] = ()
    about: str = ""
    inside: str = ""
    switchable: bool = False

    @property
    def name(self) -> str:
        """The name in lists: `path:line kind`."""
        return f"{self.path}:{self.line} {self.kind}"

    @property
    def key(self) -> str:
        """A name that survives changes elsewhere in the file: file, function and source text."""
        return f"{self.path} {self.inside}: {' '.join(self.text.split())}"

    def remove_from(self, source: str) -> str:
        """Return the source without this guard."""
        data = source.encode()
        return (data[: self.begin] + self.without(self.text).encode() + data[self.end :]).decode()

    def without(self, says: str) -> str:
        """Return the replacement of the guard whose source text is given."""
        return self.replacement.replace("SAYS", says).replace("AT", str(self.begin))


def every_guard() -> list[Guard]:
    """Return every guard of the tree, file by file."""
    return [guard for path in files() for guard in guards_of(path, (ROOT / path).read_text())]


@cache
def files() -> list[str]:
    """Return every file that may contain guards."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    paths = [path.relative_to(ROOT).as_posix() for path in sorted(found)] + list(FILES)
    return [path for path in paths if not WITHOUT_GUARDS.search(path)]


def guards_of(path: str, source: str) -> list[Guard]:
    """Return the guards in one file, in the order of its lines."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    tree = ast.parse(source)
    for place in kinds.places(path, tree):
        node = place.node
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        begin, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        says = source.encode()[begin:end].decode()
        around = _around(tree, node)
        found.append(
            Guard(
                path,
                place.kind,
                node.lineno,
                begin,
                end,
                place.replacement,
                says,
                last=node.end_lineno,
                refusal_lines=place.refusal_lines,
                about=place.about,
                inside=around.name if around else "",
                switchable=place.kind != "constraint" and not isinstance(around, ast.ClassDef | None),
            )
        )
    return sorted(found, key=lambda guard: guard.begin)


def _around(tree: ast.Module, node: ast.expr) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None:
    """Return the innermost function or class around it."""
    around = [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and each.lineno <= node.lineno <= (each.end_lineno or 0)
    ]
    return max(around, key=lambda each: each.lineno, default=None)
