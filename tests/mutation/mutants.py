"""Finding guards in the source: what stands between an attacker, or a second tap, and a row.

condition    an argument of a `where` about a state, a moment or whose row it is; any but the key where it writes
refusal      an `if` that leads to a refusal, each of the reasons joined by `or` on its own
objection    an `if` by which what comes from outside is turned away without an exception
right        a reason for which a question of rights is answered with yes
signature    a comparison of secrets, or the check of a signature
constraint   a CHECK or unique constraint of a table
counting     a try that is counted
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
    "bot/engine/inbound/dispatcher.py",
    "bot/engine/inbound/flows.py",
    "bot/engine/update_json.py",
    "bot/engine/inbound/turn.py",
    "bot/callback_data.py",
)
NONE_THERE = re.compile(
    r"/(migrations|drawing|pictures|sandbox|sms)/"
    r"|/(leader_election|stats|backlog|reencryption|text_cleaning|working_days)\.py"
)
"""Pictures, figures and spellings: nobody is kept out by these."""


@dataclass(frozen=True)
class Guard:
    """One guard: where it stands, and what stands there when it is taken away. deeds: the lines that run for it."""

    path: str
    kind: str
    line: int
    begin: int
    end: int
    instead: str
    says: str
    last: int = 0
    deeds: tuple[int, ...] = ()
    about: str = ""
    inside: str = ""
    in_function: bool = False

    @property
    def name(self) -> str:
        """What it is called in lists, as `path:line kind`."""
        return f"{self.path}:{self.line} {self.kind}"

    @property
    def key(self) -> str:
        """What it is called for good, whatever line it stands on: its file, its function and its own words."""
        return f"{self.path} {self.inside}: {' '.join(self.says.split())}"

    def taken_from(self, source: str) -> str:
        """Return the source without this guard."""
        data = source.encode()
        return (data[: self.begin] + self.without(self.says).encode() + data[self.end :]).decode()

    def without(self, says: str) -> str:
        """Return what stands there once the guard, in these words, is taken away."""
        return self.instead.replace("SAYS", says).replace("AT", str(self.begin))


def every_guard() -> list[Guard]:
    """Every guard of the tree, file by file."""
    return [guard for path in files() for guard in guards_of(path, (ROOT / path).read_text())]


@cache
def files() -> list[str]:
    """Every file that may hold guards."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    paths = [path.relative_to(ROOT).as_posix() for path in sorted(found)] + list(FILES)
    return [path for path in paths if not NONE_THERE.search(path)]


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
                place.instead,
                says,
                last=node.end_lineno,
                deeds=place.deeds,
                about=place.about,
                inside=around.name if around else "",
                in_function=place.kind != "constraint" and not isinstance(around, ast.ClassDef | None),
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
