"""The text catalogues have the same keys and placeables in all languages, and every key used in the code exists."""

import ast
import re
from collections import Counter
from functools import cache

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

import bot.engine
import bot.services
import bot.web
import handlers
from bot import discovery
from bot.engine.listeners import Flow
from bot.errors import Refusal
from bot.texts import LANGUAGES, LOCALES
from tests.conventions.source_tree import PRODUCT, Place, nodes, none_of

# Numbers with a noun that is right only for several, outside the variants of a selector.
MANY = re.compile(
    r"\{ \$[\w-]+ \} (applications|characters|codes|days|filers|filings|hours|minutes|months|organisations|photos|"
    r"points|seconds|times|tries|users|vehicles|years)\b"
)
OF_SEVERAL = "approvals-reminded"  # Sent about two applications or more.
TEXT_FUNCTIONS = ("texts", "words", "plain")
HTML_TAG = re.compile(r"<(/?)([a-z]+)")


class _Values(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the name is Fluent's
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
def test_every_entry_of_a_catalogue_is_valid_and_unique(language: str) -> None:
    none_of([entry.content for entry in entries(language) if isinstance(entry, Junk)], "Fluent cannot read this:")
    counted = Counter(entry.id.name for entry in entries(language) if isinstance(entry, Message))
    none_of([name for name, times in counted.items() if times > 1], "Defined more than once:")


def test_all_languages_have_the_same_keys_and_placeables() -> None:
    chinese, english = (messages(language) for language in LANGUAGES)
    none_of(sorted(chinese.keys() ^ english.keys()), "In one language only:")
    none_of([key for key in chinese if values(chinese[key]) - values(english[key])], "English leaves a placeable out:")
    none_of([key for key in chinese if values(english[key]) - values(chinese[key])], "Chinese leaves a placeable out:")


def test_english_nouns_follow_their_number() -> None:
    lines = [line for path in sorted((LOCALES / "en").glob("*.ftl")) for line in path.read_text().splitlines()]
    none_of(
        [line for line in lines if MANY.search(line) and not re.match(r"\s*\*?\[", line) and OF_SEVERAL not in line],
        'One is read as several; write { COUNTED($days, "day") } or a variant [one]:',
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_html_tag_is_closed(language: str) -> None:
    none_of(
        [path for path in sorted((LOCALES / language).glob("*.ftl")) if _unclosed_tags(path.read_text())],
        "Telegram refuses a message whose tags are not closed:",
    )


def test_every_key_in_the_code_is_in_the_catalogues() -> None:
    known = messages("en")
    used = [(place, key) for place, key in _used_keys() if key not in {*known, *LANGUAGES}]
    none_of([f"{place} {key}" for place, key in used], "Not in the catalogues:")


def test_every_refusal_has_a_text_of_its_own() -> None:
    for package in (bot.services, bot.engine, bot.web, handlers):
        list(discovery.modules(package))
    texts, refusals = messages("en"), _refusals(Refusal)
    without = [one for one in refusals if not any(f"{text}-".startswith(f"{one.key}-") for text in texts)]
    none_of([f"{one.__module__} {one.__name__}: {one.key}" for one in without], "Not in the catalogues:")
    counted = Counter(one.key for one in refusals)
    none_of([key for key, times in counted.items() if times > 1], "The key of more than one refusal:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_messages_are_signed_in_one_place(language: str) -> None:
    """The SMS sender puts `sms-signature` before each of them."""
    signed = re.compile(r"^(.*?) = .*(【\{ office \}】|\[\{ office \}\])", re.MULTILINE)
    texts = "".join(path.read_text() for path in sorted((LOCALES / language).glob("*.ftl")))
    assert [found[1] for found in signed.finditer(texts)] == ["sms-signature"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flow_has_a_name(language: str) -> None:
    flows = {handler.name for handler in handlers.every_handler() if isinstance(handler, Flow)}
    assert "unlocking" in flows
    none_of(sorted(f"flow-name-{name}" for name in flows if f"flow-name-{name}" not in messages(language)), "Missing:")


def _refusals(parent: type[Refusal]) -> set[type[Refusal]]:
    """Return every refusal of the product below this one, as far as it was imported."""
    children = {one for one in parent.__subclasses__() if not one.__module__.startswith("tests")}
    return children.union(*map(_refusals, children))


def _unclosed_tags(text: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for closing, tag in HTML_TAG.findall(text):
        counted[tag] += -1 if closing else 1
    return Counter({tag: times for tag, times in counted.items() if times})


def _used_keys() -> list[tuple[Place, str]]:
    return [
        (place, node.args[0].value)
        for place, node in nodes(*PRODUCT, kind=ast.Call)
        if node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and _name(node.func) in TEXT_FUNCTIONS
    ]


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
