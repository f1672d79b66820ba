"""What the checklists and the tables of acts and duties name exists: functions, classes, constants, files, commands."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from bot.cards import menu
from bot.services.rules.names import RuleName
from storage import schema
from tests.conventions.source_tree import PRODUCT, ROOT, files, none_of, python_files, walked
from tests.conventions.test_duties import rows

DOCUMENTS = ("CONTRIBUTING.md", "docs/acts.md", "docs/duties.md")
# Names that stand for any other, and words of commands, texts and examples that no Python file defines.
PLACEHOLDERS = {"module.name", "tasks.function", "cards.NAME", "NAME", "stored.name"}
# An identifier that stands alone, that is called, or that follows the name of its module.
BARE, CALLED, DOTTED = (
    r"^[a-z_]\w*[a-z]$|^[A-Z_]\w+$",
    r"(?<![\w.])([A-Za-z_]\w*)\(",
    r"(?<![\w./])([a-z_]\w*\.[A-Za-z_]\w*)",
)
COMMAND, FILE = r"^/([a-z]+)\b", r"(?:^|(?<=\s))[\w./]+\.(?:py|ftl|md|toml)$"
ENDINGS = (".py", ".ftl", ".md", ".toml", ".cfg")


def spans(document: str) -> set[str]:
    """Return what stands in code marks, without the blocks of commands."""
    content = re.sub(r"```.*?```", "", (ROOT / document).read_text(), flags=re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", content)) - PLACEHOLDERS


@cache
def defined() -> set[str]:
    """Return every name that Python code binds, alone and after its module; packages, constraints, tables, rules."""
    found = {each.value for each in RuleName}
    for path in (*python_files(*PRODUCT), *python_files("tests")):
        names = set(_bound(walked(path)))
        found |= names | {f"{path.stem}.{name}" for name in names} | {path.stem, *path.parts[:-1]}
    for table in schema.metadata.tables.values():
        constraints = {str(each.name).removeprefix(f"ck_{table.name}_") for each in table.constraints}
        found |= {table.name, *constraints, *(f"{table.name}.{name}" for name in constraints)}
    return found


def _bound(module: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what a module defines: functions, classes, parameters, variables and attributes."""
    for node in module:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def named(document: str) -> set[str]:
    """Return the identifiers that a document names."""
    return {
        name
        for span in spans(document)
        if not span.endswith(ENDINGS) and "<" not in span and not span.startswith(("make ", "git ", ".venv"))
        for pattern in (BARE, CALLED, DOTTED)
        for name in re.findall(pattern, span)
    } - PLACEHOLDERS


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/duties.md"])
def test_every_name_in_the_document_is_defined(document: str) -> None:
    words = {"apt-get", "area", "session"}
    none_of(sorted(named(document) - defined() - words), f"{document} names what no Python file defines:")


def test_every_function_that_decides_about_a_duty_exists() -> None:
    functions = set().union(*(names for _, names in rows()))
    none_of(sorted(functions - defined()), "docs/duties.md names in “asked in” functions that do not exist:")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_in_the_document_exists(document: str) -> None:
    commands = {name for span in spans(document) for name in re.findall(COMMAND, span)} - {"name"}
    others = {"portal", "back"}  # A page of the web side; a word that the engine takes in every flow.
    none_of(sorted(commands - menu.all_commands().keys() - others), f"{document} names commands that do not exist:")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_in_the_document_exists(document: str) -> None:
    every = [f"/{path}" for path in files()]
    paths = {word for span in spans(document) for word in re.findall(FILE, span) if not word.startswith(".")}
    missing = sorted(path for path in paths if not any(each.endswith(f"/{path}") for each in every))
    none_of(missing, f"{document} names files that do not exist:")


def test_every_test_in_the_table_of_contexts_exists() -> None:
    tests = {name for name in spans("docs/message-contexts.md") if name.startswith("test_")}
    assert len(tests) > 15
    none_of(sorted(tests - defined()), "docs/message-contexts.md names tests that do not exist:")


def test_the_test_of_names_finds_what_is_missing() -> None:
    assert not {"no_such_function", "limits.no_such_function", "NoSuchThing"} & defined()
    assert {"limits.keys_of", "OwnMatter", "refunds.two_people", "outbox.notify"} <= defined()
    assert {"limits.keys_of", "permissions.require", "OwnMatter", "Ask", "may_be_same"} <= named("CONTRIBUTING.md")
