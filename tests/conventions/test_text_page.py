"""A page with every text of both catalogues side by side, with example values: `pytest --texts-page FILE` keeps it."""

import html
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from bot.texts import LANGUAGES, LOCALES
from tests.conventions.example_texts import ExampleText, all_texts, messages
from tests.conventions.source_tree import none_of

STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:76rem;margin:2rem auto;color:#222}"
    "table{width:100%;border-collapse:collapse;table-layout:fixed}"
    "td{vertical-align:top;border-top:1px solid #ccc;padding:.4rem .8rem .4rem 0;white-space:pre-wrap}"
    "td:first-child{width:14rem;font:12px/1.6 monospace;color:#666;overflow-wrap:anywhere}"
    "blockquote{margin:.2rem 0;padding-left:.6rem;border-left:3px solid #aaa}"
)
# What no text may show: values that were not filled in, and blanks before a mark.
_BROKEN = re.compile(r"\{|\}|\bNone\b(?! was)|\$[a-z]|[^\S\n]+[,;:.?!](?=\s|$)|[^\S\n]+[，。；：？！]")

_NAMES_A_MARK = frozenset({"import-fault-roles", "refused-refund-reference"})


@pytest.fixture
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the page is written."""
    wanted: str | None = request.config.getoption("--texts-page")
    return Path(wanted) if wanted else tmp_path / "texts.html"


def test_every_text_is_shown_on_one_page(page: Path) -> None:
    page.write_text(_page(), encoding="utf-8")
    written = page.read_text(encoding="utf-8")
    for language in LANGUAGES:
        none_of([key for key in messages(language) if f'<td id="{key}">' not in written], "Not on the page:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_text_is_filled_in(language: str) -> None:
    wrong = [(one, _BROKEN.search(re.sub("<code>.*?</code>", "code", one.text))) for one in all_texts(language)]
    none_of(
        [f"{one.key} {one.variant}: {match[0]!r}" for one, match in wrong if match and one.key not in _NAMES_A_MARK],
        "Shown like this to people:",
    )


def _page() -> str:
    by_key = [_by_key(language) for language in LANGUAGES]
    parts = [f"<!doctype html><meta charset=utf-8><title>Texts</title><style>{STYLE}</style>"]
    for path in sorted((LOCALES / next(iter(LANGUAGES))).glob("*.ftl")):
        keys = re.findall(r"^([a-z][\w-]*) =", path.read_text(encoding="utf-8"), re.MULTILINE)
        rows = "".join(_rows(key, by_key[0][key], by_key[1][key]) for key in keys)
        parts.append(f"<h2>{html.escape(path.stem)}</h2><table>{rows}</table>")
    return "\n".join(parts)


def _by_key(language: str) -> dict[str, list[ExampleText]]:
    found: dict[str, list[ExampleText]] = {}
    for one in all_texts(language):
        found.setdefault(one.key, []).append(one)
    return found


def _rows(key: str, chinese: Sequence[ExampleText], english: Sequence[ExampleText]) -> str:
    rows: list[str] = []
    for left, right in zip_longest(chinese, english):
        variant = " ".join(dict.fromkeys(one.variant for one in (left, right) if one is not None and one.variant))
        name = f'<td id="{key}">{key}' if not rows else "<td>"
        cells = "".join(f"<td>{one.text if one is not None else ''}</td>" for one in (left, right))
        rows.append(f"<tr>{name} {html.escape(variant)}</td>{cells}</tr>")
    return "".join(rows)
