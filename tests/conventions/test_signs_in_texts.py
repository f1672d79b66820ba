"""No sign is the only carrier of meaning: whoever does not see a picture or a colour reads the same in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts import LANGUAGES, LOCALES
from tests.conventions.source_tree import ROOT, nodes, none_of

# Emoji and signs that pictures are made of; bullets, arrows of "back" and punctuation are none.
SIGN = re.compile("[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
PLACEABLE = re.compile(r"\{ \$[\w-]+ \}")
MARKUP = re.compile(r"</?\w+>|\{[^{}]*\}|^\s*\*?\[[\w-]+\]")
WORD = re.compile(r"\w")
NO_WORD = frozenset({"tick-off"})  # What is not chosen: the word stands with what is.
# Of the web side: drawings are inline SVG with a title, or hidden from screen readers beside words.
TEMPLATES = sorted((ROOT / "bot" / "web").rglob("*.html"))


def lines(language: str) -> Iterator[tuple[str, str]]:
    """Yield every line of the texts with its key: a button, a line of a message, a variant."""
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in re.split(r"^(?=[a-z])", path.read_text(), flags=re.MULTILINE)[1:]:
            key, _, text = entry.partition(" =")
            yield from ((key, line) for line in text.splitlines() if not line.startswith("#"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_with_a_sign_says_it_in_words_of_its_own_too(language: str) -> None:
    silent = [(key, line) for key, line in lines(language) if SIGN.search(line) and key not in NO_WORD]
    bare = [(key, line) for key, line in silent if not WORD.search(MARKUP.sub("", PLACEABLE.sub("", line)))]
    none_of([f"{key}: {line.strip()}" for key, line in bare], "Say in words what the sign says:")


def test_signs_are_in_the_catalogues_where_words_stand_beside_them() -> None:
    found = [
        f"{place}: {node.value!r}"
        for place, node in nodes("bot/cards", "handlers", kind=ast.Constant)
        if isinstance(node.value, str) and SIGN.search(node.value) and "─►" not in node.value
    ]
    none_of(found, "Put the sign into a text of the catalogue, with words:")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_web_pages_use_drawings_and_not_emoji(path: Path) -> None:
    none_of(SIGN.findall(path.read_text()), "Draw it as inline SVG with a title:")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_drawing_of_a_web_page_has_a_title_or_is_hidden(path: Path) -> None:
    drawings = re.findall(r"<svg.*?</svg>", path.read_text(), re.DOTALL)
    none_of(
        [each[:80] for each in drawings if "<title>" not in each and 'aria-hidden="true"' not in each],
        "Give it a <title>, or hide it beside words that say the same:",
    )
