"""Formatted text is parsed as the Bot API does."""

from typing import Any

import pytest

from bot.simulator.errors import BadRequest
from bot.simulator.markup.message_entities import detect, parse


def spans(text: str, entities: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return each entity's type and text, cut by UTF-16 code units."""
    units = text.encode("utf-16-le")
    cut = [
        (entity["type"], units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]) for entity in entities
    ]
    return [(kind, words.decode("utf-16-le")) for kind, words in cut]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("plain & simple", "plain & simple", []),
        ("a &lt;b&gt; &amp; &#20013;", "a <b> & 中", []),
        ("<b>bold <i>both</i></b>", "bold both", [("bold", "bold both"), ("italic", "both")]),
        ("😀<u>車</u>", "😀車", [("underline", "車")]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", "a"), ("strikethrough", "b")]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", "x")]),
        ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", "long")]),
        ("<b></b>nothing", "nothing", []),
        ("  <code>a b</code>\n ", "a b", [("code", "a b")]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    found, entities = parse(source, "HTML")

    assert found == text
    assert spans(found, entities) == expected


def test_links_mentions_and_code_have_their_attributes() -> None:
    _, links = parse('<a href="https://e.org/?a=1&amp;b=2">x</a> <a href="tg://user?id=7">Li</a>', "HTML")
    _, code = parse('<pre><code class="language-python">1</code></pre>', "HTML")

    assert links[0]["url"] == "https://e.org/?a=1&b=2"
    assert (links[1]["type"], links[1]["user"]["id"]) == ("text_mention", 7)
    assert code == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("车<div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_invalid_html_is_refused_with_the_official_description(source: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse(source, "HTML")

    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (r"*bold _both_* \(x\)", "bold both (x)", [("bold", "bold both"), ("italic", "both")]),
        (
            "__under__ ~gone~ ||secret||",
            "under gone secret",
            [("underline", "under"), ("strikethrough", "gone"), ("spoiler", "secret")],
        ),
        ("`a\\`b` ```python\nx = 1```", "a`b x = 1", [("code", "a`b"), ("pre", "x = 1")]),
        ("[here](https://e.org/\\))", "here", [("text_link", "here")]),
        (">quoted\n>still\nfree", "quoted\nstill\nfree", [("blockquote", "quoted\nstill\n")]),
    ],
)
def test_markdown_becomes_text_and_entities(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    found, entities = parse(source, "MarkdownV2")

    assert found == text
    assert spans(found, entities) == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("a *b", "Can't find end of Bold entity at byte offset 2"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("x]", "Character ']' is reserved and must be escaped with the preceding '\\'"),
    ],
)
def test_invalid_markdown_is_refused_with_the_official_description(source: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse(source, "MarkdownV2")

    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/file 02 桂A12345", [("bot_command", "/file")]),
        ("车 /file@desk_bot go", [("bot_command", "/file@desk_bot")]),
        ("and/or 1/2 https://e.org/a.", [("url", "https://e.org/a")]),
        ("ask @li_ming or me@e.org #车主", [("mention", "@li_ming"), ("email", "me@e.org"), ("hashtag", "#车主")]),
        ("12.5 yuan. ok", []),
    ],
)
def test_entities_are_detected_in_plain_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert spans(text, detect(text)) == expected
