"""Builds a tree in which every guard inside a function can be switched off at run time: one process tries hundreds.

A guard becomes `(replacement) if gone(number) else (guard)`. A constraint, or a statement that is built at import,
cannot be switched: it is removed from the source, in a process of its own.
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
    """Insert a switch for every guard that can have one, and return their numbers."""
    numbers = {guard: number for number, guard in enumerate(guard for guard in guards if guard.switchable)}
    (tree / "switchboard.py").write_text(BOARD)
    for path in {guard.path for guard in numbers}:
        source = (ROOT / path).read_bytes()
        own = {guard: number for guard, number in numbers.items() if guard.path == path}
        (tree / path).write_bytes(_switched(source, 0, len(source), own))
    return numbers


def _switched(source: bytes, begin: int, end: int, guards: dict[Guard, int]) -> bytes:
    """Return this part of the source with switchable guards, the outer ones around the inner ones."""
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
