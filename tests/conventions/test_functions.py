"""Functions: short enough to read at a glance, and each with a sentence that says what it is for."""

import ast
from collections.abc import Iterator
from statistics import median, quantiles

from tests.conventions.source_tree import OURS, Function, Place, functions, none_of, python_files, tree

MEDIAN, MOST, LONGEST = 8, 25, 50


def length(function: Function) -> int:
    """Return its lines from `def` to the end, its docstring not counted."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    sentence = function.body[0]
    return lines - ((sentence.end_lineno or 0) - sentence.lineno + 1)


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{place} {one.name}: {length(one)} lines" for place, one in functions(*OURS, "tests") if length(one) > LONGEST
    ]
    none_of(long, f"Longer than {LONGEST} lines. Give its parts names and make them functions:")


def test_most_functions_are_short() -> None:
    lengths = [length(function) for _, function in functions(*OURS)]
    ninth_tenth = quantiles(lengths, n=10)[-1]
    assert median(lengths) <= MEDIAN, f"Half of the functions have more than {median(lengths)} lines: at most {MEDIAN}"
    assert ninth_tenth <= MOST, f"A tenth of the functions have more than {ninth_tenth} lines: at most {MOST}"


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in python_files(*OURS, "tests") if not ast.get_docstring(tree(path))]
    none_of(silent, "Begin the file with a sentence that says what it holds:")


def test_everything_public_says_what_it_does() -> None:
    silent = [place for path in python_files(*OURS) for place in _silent(path_place=Place(path), body=tree(path).body)]
    none_of(silent, "Give it a docstring: one sentence with something to say:")


def _silent(path_place: Place, body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _is_overload(node):
            yield f"{Place(path_place.path, node.lineno)} {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _silent(path_place, node.body)


def _is_overload(node: ast.ClassDef | Function) -> bool:
    """Tell the further faces of a function, and a property's setter: the first face has spoken."""
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return any(mark == "overload" or mark.endswith((".setter", ".overload")) for mark in marks)
