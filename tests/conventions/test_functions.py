"""Functions are short, and every module, class and public function has a docstring."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.conventions.source_tree import PRODUCT, Function, Place, functions, none_of, python_files, tree

MAX_MEDIAN, MAX_PERCENTILE_90, MAX_LENGTH = 5, 14, 45


def length(function: Function) -> int:
    """Return the number of lines from `def` to the end, without the docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    sentence = function.body[0]
    return lines - ((sentence.end_lineno or 0) - sentence.lineno + 1)


def test_no_function_is_too_long() -> None:
    long = [
        f"{place} {one.name}: {length(one)} lines"
        for place, one in functions(*PRODUCT, "tests")
        if length(one) > MAX_LENGTH
    ]
    none_of(long, f"Longer than {MAX_LENGTH} lines. Extract functions:")


def test_most_functions_are_short() -> None:
    lengths = [length(function) for _, function in functions(*PRODUCT)]
    percentile = quantiles(lengths, n=10)[-1]
    assert median(lengths) <= MAX_MEDIAN, f"The median is {median(lengths)} lines: at most {MAX_MEDIAN}"
    assert percentile <= MAX_PERCENTILE_90, f"The 90th percentile is {percentile} lines: at most {MAX_PERCENTILE_90}"


def test_every_module_has_a_docstring() -> None:
    missing = [path for path in python_files(*PRODUCT, "tests") if not ast.get_docstring(tree(path))]
    none_of(missing, "Begin the file with a docstring that says what the module does:")


def test_everything_public_has_a_docstring() -> None:
    missing = [found for path in python_files(*PRODUCT) for found in _without_docstring(path, tree(path).body)]
    none_of(missing, "Give it a docstring:")


def _without_docstring(path: Path, body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _is_overload(node):
            yield f"{Place(path, node.lineno)} {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _without_docstring(path, node.body)


def _is_overload(node: ast.ClassDef | Function) -> bool:
    """Return whether it is an overload or a property's setter: the docstring is on the first definition."""
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    return any(name == "overload" or name.endswith((".setter", ".overload")) for name in decorators)
