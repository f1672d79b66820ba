"""Formatted text is parsed as the Bot API does."""

from typing import Any

import pytest

from bot.simulator.errors import BadRequest
from bot.simulator.markup.detection import detect
from bot.simulator.markup.message_entities import given, parse, with_users


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


@pytest.mark.parametrize(
    ("source", "mode", "text", "expected"),
    [
        ("&lt &#20013 &#x4e2d; &nbsp; &#0;", "HTML", "< 中 中 &nbsp; &#0;", []),
        ("<b>a</ b> &ltx", "HTML", "", None),
        ("<pre><code class=language-c>x</code></pre>", "HTML", "x", [("pre", "x")]),
        ('<code class="language-c"><pre>x</pre></code>', "HTML", "x", [("pre", "x")]),
        ('<code class="language-c">x</code>', "HTML", "x", [("code", "x")]),
        ("<a>e.org</a> <a href='nothing'>x</a>", "HTML", "e.org x", [("text_link", "e.org")]),
        ('<a href="tg://user?id=7">x</a>', "HTML", "x", [("text_mention", "x")]),
        ('<tg-time unix="1700000000" format="wDT">then</tg-time>', "HTML", "then", [("date_time", "then")]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "HTML", "👍", [("custom_emoji", "👍")]),
        ("![👍](tg://emoji?id=5368324170671202286)", "MarkdownV2", "👍", [("custom_emoji", "👍")]),
        ("![then](tg://time?unix=1700000000&format=r)", "MarkdownV2", "then", [("date_time", "then")]),
        ("[e\\.org] [x](tg://user?id=7)", "MarkdownV2", "e.org x", [("text_link", "e.org"), ("text_mention", "x")]),
        (">a\n**>b\n>c||", "MarkdownV2", "a\nb\nc", [("blockquote", "a\n"), ("expandable_blockquote", "b\nc")]),
        ("```\nx = 1```", "MarkdownV2", "x = 1", [("pre", "x = 1")]),
        (
            "*bold* _italic_ `code` \\*",
            "Markdown",
            "bold italic code *",
            [("bold", "bold"), ("italic", "italic"), ("code", "code")],
        ),
        (
            "[site](http://e.org) [e.org] [no](x)",
            "Markdown",
            "site e.org no",
            [("text_link", "site"), ("text_link", "e.org")],
        ),
        ("```python\nx```", "Markdown", "x", [("pre", "x")]),
    ],
)
def test_markup_is_read_as_the_official_server_reads_it(
    source: str, mode: str, text: str, expected: list[tuple[str, str]] | None
) -> None:
    if expected is None:
        with pytest.raises(BadRequest):
            parse(source, mode)
        return
    found, entities = parse(source, mode)

    assert (found, spans(found, entities)) == (text, expected)


@pytest.mark.parametrize(
    ("source", "mode", "reason"),
    [
        (">>a", "MarkdownV2", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("````", "MarkdownV2", "Can't find end of Code entity at byte offset 3"),
        ("*a\n>b", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
        ("[a](b", "MarkdownV2", "Can't find end of a URL at byte offset 4"),
        ("![a](http://e.org)", "MarkdownV2", "Custom emoji entity must contain a tg://emoji URL"),
        ("*a", "Markdown", "Can't find end of the entity starting at byte offset 0"),
        ("<a href=http://e.org>x</a>", "HTML", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">x</a>', "HTML", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "HTML", "Invalid custom emoji identifier specified"),
        ('<tg-time unix="x">x</tg-time>', "HTML", "Invalid unix time specified"),
    ],
)
def test_what_the_official_server_refuses_is_refused_in_its_words(source: str, mode: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        parse(source, mode)

    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def entity(type: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": type, "offset": offset, "length": length, **more}


def test_given_entities_are_sorted_split_and_cut_to_the_trimmed_text() -> None:
    wanted: list[object] = [entity("italic", 5, 5), entity("bold", 2, 5), entity("url", 0, 3), entity("bold", 4, 0)]
    text, entities = given("  abcdefgh  ", wanted)

    assert text == "abcdefgh"
    assert entities == [entity("bold", 0, 5), entity("italic", 3, 2), entity("italic", 5, 3)]


def test_nothing_is_nested_in_code_and_no_style_in_itself() -> None:
    text, entities = given(
        "abcdef", [entity("code", 0, 4), entity("bold", 1, 2), entity("bold", 4, 2), entity("bold", 5, 1)]
    )

    assert entities == [entity("code", 0, 4), entity("bold", 4, 2)]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (entity("bold", 3, 4), "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 7"),
        (entity("bold", 9, 1), "entity begins after the end of the text at UTF-16 offset 9"),
        (entity("bold", 1, 2), "entity begins in a middle of a UTF-16 symbol at byte offset 0"),
        (
            entity("bold", 2, 2),
            "entity beginning at UTF-16 offset 2 ends in a middle of a UTF-16 symbol at byte offset 5",
        ),
        (entity("glow", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
        (entity("text_link", 2, 1), "can't parse MessageEntity: Can't find field \"url\""),
        (entity("text_link", 2, 1, url="nodot"), "entity URL 'nodot' is invalid: Wrong HTTP URL"),
        (entity("bold", -1, 2), "can't parse MessageEntity: entity has an invalid offset or length"),
    ],
)
def test_an_invalid_given_entity_is_refused(wanted: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        given("😀x😀", [wanted])

    assert refusal.value.description == f"Bad Request: {reason}"


def test_a_mention_gets_the_user_that_telegram_knows() -> None:
    people = {7: {"id": 7, "is_bot": False, "first_name": "Li"}}
    found = with_users([entity("text_mention", 0, 1, user={"id": 7})], people.get)

    assert found == [entity("text_mention", 0, 1, user=people[7])]
    with pytest.raises(BadRequest, match="user not found"):
        with_users([entity("text_mention", 0, 1, user={"id": 8})], people.get)
