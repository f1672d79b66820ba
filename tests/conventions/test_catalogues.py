"""The catalogues of all languages say the same things, and everything that is said is in them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.texts import LANGUAGES, LOCALES
from tests.conventions.source_tree import OURS, Place, nodes, none_of

SAYING = ("texts", "words", "plain")
TAG = re.compile(r"<(/?)([a-z]+)")


class _Values(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - Fluent names it so
        self.names.add(node.id.name)


@cache
def entries(language: str) -> tuple[Message | Junk, ...]:
    parsed = [FluentParser().parse(path.read_text()) for path in sorted((LOCALES / language).glob("*.ftl"))]
    return tuple(entry for one in parsed for entry in one.body if isinstance(entry, Message | Junk))


def messages(language: str) -> dict[str, Message]:
    return {entry.id.name: entry for entry in entries(language) if isinstance(entry, Message)}


def values(message: Message) -> set[str]:
    visitor = _Values()
    visitor.visit(message)
    return visitor.names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_catalogue_is_understood_and_said_once(language: str) -> None:
    none_of([entry.content for entry in entries(language) if isinstance(entry, Junk)], "Fluent cannot read this:")
    counted = Counter(entry.id.name for entry in entries(language) if isinstance(entry, Message))
    none_of([name for name, times in counted.items() if times > 1], "Said more than once:")


def test_all_languages_say_the_same_things_with_the_same_values() -> None:
    chinese, english = (messages(language) for language in LANGUAGES)
    none_of(sorted(chinese.keys() ^ english.keys()), "In one language only:")
    none_of([key for key in chinese if values(chinese[key]) - values(english[key])], "English leaves a value out:")
    none_of([key for key in chinese if values(english[key]) - values(chinese[key])], "Chinese leaves a value out:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_that_is_opened_is_closed(language: str) -> None:
    none_of(
        [path for path in sorted((LOCALES / language).glob("*.ftl")) if _open_marks(path.read_text())],
        "Telegram refuses a message whose marks are not closed:",
    )


def test_every_text_named_in_the_code_is_in_the_catalogues() -> None:
    known = messages("en")
    said = [(place, key) for place, key in _said() if key not in {*known, *LANGUAGES}]
    none_of([f"{place} {key}" for place, key in said], "Not in the catalogues:")


def test_every_refusal_names_a_text_of_its_own_that_is_in_the_catalogues() -> None:
    known, named = messages("en"), [(place, name, key) for place, name, key in _refusals()]
    none_of(
        [f"{place} {name}" for place, name, key in named if not key], 'Give it `key = "refused-…"`, its text\'s key:'
    )
    unsaid = [
        (place, key) for place, _, key in named if key and not any(f"{text}-".startswith(f"{key}-") for text in known)
    ]
    none_of([f"{place} {key}" for place, key in unsaid], "Not in the catalogues:")
    counted = Counter(key for _, _, key in named if key)
    none_of([key for key, times in counted.items() if times > 1], "The key of more than one refusal:")


def _refusals() -> Iterator[tuple[Place, str, str | None]]:
    """Return every class of refusal with the key it names."""
    classes = {node.name: (place, node) for place, node in nodes(*OURS) if isinstance(node, ast.ClassDef)}
    found, number = {"Refusal"}, 0
    while number < len(found):
        number = len(found)
        found |= {name for name, (_, node) in classes.items() if found & {ast.unparse(base) for base in node.bases}}
    for name in sorted(found - {"Refusal"}):
        place, node = classes[name]
        assigned = [
            line for line in node.body if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "key"
        ]
        yield place, name, ast.literal_eval(assigned[0].value) if assigned else None


def _open_marks(text: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for closing, tag in TAG.findall(text):
        counted[tag] += -1 if closing else 1
    return Counter({tag: times for tag, times in counted.items() if times})


def _said() -> list[tuple[Place, str]]:
    return [
        (place, node.args[0].value)
        for place, node in nodes(*OURS)
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and _name(node.func) in SAYING
    ]


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
