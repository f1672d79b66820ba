"""A tree in which every guard inside a function can be switched off while it runs: hundreds are tried in one process.

A guard becomes `(what stands there without it) if gone(number) else (what it says)`. A constraint, or a statement that
is built when its file is read, cannot be switched: it is taken out of the text, for a process of its own.
"""

from collections.abc import Iterable
from pathlib import Path

from tests.mutation.mutants import ROOT, Guard

BOARD = '''"""Which guards are switched off."""

GONE: set[int] = set()


def gone(number: int) -> bool:
    return number in GONE
'''


def switch(tree: Path, guards: Iterable[Guard]) -> dict[Guard, int]:
    """Give every guard of the tree that can have one its switch, and return their numbers."""
    numbers = {guard: number for number, guard in enumerate(guard for guard in guards if guard.in_function)}
    (tree / "switchboard.py").write_text(BOARD)
    for path in {guard.path for guard in numbers}:
        source = (ROOT / path).read_bytes()
        own = {guard: number for guard, number in numbers.items() if guard.path == path}
        (tree / path).write_bytes(_switched(source, 0, len(source), own))
    return numbers


def _switched(source: bytes, begin: int, end: int, guards: dict[Guard, int]) -> bytes:
    """Return this part of the source with its guards switchable, the outer around the inner."""
    parts, at = [], begin
    left = dict(guards)
    while left:
        outer = min(left, key=lambda guard: (guard.begin, -guard.end, left[guard]))
        inner = {guard: number for guard, number in left.items() if guard is not outer and guard.begin < outer.end}
        says = _switched(source, outer.begin, outer.end, inner).decode()
        without = outer.without(says)
        parts.append(source[at : outer.begin])
        parts.append(f'({without} if __import__("switchboard").gone({left[outer]}) else ({says}))'.encode())
        at = outer.end
        left = {guard: number for guard, number in left.items() if guard.begin >= outer.end}
    return b"".join([*parts, source[at:end]])
