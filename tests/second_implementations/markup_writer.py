"""Documents of formatted text, written in each of Telegram's parse modes, with the text and entities that they mean.

Source: “Formatting options” of the Bot API. It writes what the local Telegram reads, so neither follows from the
other. Where the documentation is silent, as the official server reads: the end of a quotation's last line in
MarkdownV2 is a part of the quotation.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
CHARACTERS = "abcXYZ0189 _*[]()~`>#+-=|{}.!\\<>&\"'车主登记é😀👍🏽 \n"
RESERVED = frozenset("_*[]()~`>#+-=|{}.!\\")
ADDRESSES = ("https://e.org/a?b=1&c=(2)", "http://e.org/%E8%BD%A6/_x_", "https://e.org/\\", "tg://user?id=7")
LANGUAGES = ("", "python", "c++", "shell-session")
EMOJI = "5368324170671202286"
TAGS = {"bold": ("b", "strong"), "italic": ("i", "em"), "underline": ("u", "ins"),
        "strikethrough": ("s", "strike", "del"), "spoiler": ("tg-spoiler",)}  # fmt: skip
MARKS = {"bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||"}


@dataclass(frozen=True)
class Node:
    """A piece of a document: a text, or an entity around other pieces. value: its address or language."""

    kind: str
    text: str = ""
    children: tuple["Node", ...] = ()
    value: str = ""


@dataclass
class Meaning:
    """The text that a document means, and its entities, in UTF-16 code units."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)

    def add(self, node: Node, *, after: str = "") -> None:
        """Add a piece; `after`: characters behind it that belong to its entity."""
        start = units(self.text)
        for child in node.children:
            self.add(child)
        self.text += node.text + after
        if node.kind != "text":
            entity = {"type": node.kind, "offset": start, "length": units(self.text) - start}
            self.entities.append(entity | _attributes(node))


def document(random: Random) -> tuple[Node, ...]:
    """Return paragraphs of text with entities, and quotations between them."""
    paragraphs: list[Node] = []
    for _ in range(random.randrange(3)):
        paragraphs += [*_pieces(random, frozenset(), 3), Node("text", "\n")]
        quotation = random.choice(("blockquote", "expandable_blockquote"))
        inside = _pieces(random, frozenset(("blockquote",)), 2)
        paragraphs += [Node(quotation, children=inside), Node("text", "\n")]
    return (*paragraphs, *_pieces(random, frozenset(), 3))


def flat_document(random: Random) -> tuple[Node, ...]:
    """Return a document of the entities that the legacy Markdown has, none within another."""
    pieces = [Node("text", _plain(random).replace("\\", ""))]
    for _ in range(random.randrange(6)):
        kind = random.choice(("bold", "italic", "code", "pre", "text_link"))
        words = "".join(each for each in _plain(random, lines=kind != "pre") if each not in "_*`[]\\")
        value = {"pre": random.choice(LANGUAGES), "text_link": random.choice(ADDRESSES[1:])}.get(kind, "")
        pieces += [Node(kind, words, value=value), Node("text", _plain(random).replace("\\", ""))]
    return tuple(pieces)


def meaning(pieces: tuple[Node, ...], mode: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the entities, in any order, that a document means in a parse mode."""
    whole = Meaning()
    skipped = False
    for piece, following in zip(pieces, (*pieces[1:], Node("text")), strict=True):
        is_quotation = piece.kind.endswith("blockquote")
        owns_line_end = is_quotation and mode == "MarkdownV2" and piece.kind == "blockquote"
        if not skipped:
            whole.add(piece, after=following.text if owns_line_end else "")
        skipped = owns_line_end
    return whole.text, whole.entities


def html(pieces: tuple[Node, ...], random: Random) -> str:
    """Write a document in HTML."""
    return "".join(_html(piece, random) for piece in pieces)


def markdown_v2(pieces: tuple[Node, ...]) -> str:
    """Write a document in MarkdownV2."""
    return "".join(_markdown_v2(piece, quoted=False) for piece in pieces)


def markdown(pieces: tuple[Node, ...]) -> str:
    """Write a flat document in the legacy Markdown."""
    return "".join(_markdown(piece) for piece in pieces)


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _pieces(random: Random, within: frozenset[str], depth: int) -> tuple[Node, ...]:
    """Return texts with entities between them, as those around them allow."""
    kinds = [each for each in STYLES if each not in within]
    kinds += [] if within & {*STYLES, "text_link"} else ["code", "pre"]
    kinds += [] if "text_link" in within else ["text_link", "custom_emoji"]
    pieces = [Node("text", _plain(random))]
    for _ in range(random.randrange(depth + 1) if depth else 0):
        pieces += [_entity(random, random.choice(kinds), within, depth), Node("text", _plain(random))]
    return tuple(pieces)


def _entity(random: Random, kind: str, within: frozenset[str], depth: int) -> Node:
    if kind in ("code", "pre"):
        value = random.choice(LANGUAGES) if kind == "pre" else ""
        return Node(kind, _plain(random, lines=not within), value=value)
    if kind == "custom_emoji":
        return Node(kind, "👍")
    value = random.choice(ADDRESSES) if kind == "text_link" else ""
    return Node(kind, children=_pieces(random, within | {kind}, depth - 1), value=value)


def _plain(random: Random, *, lines: bool = True) -> str:
    """Return any characters between two letters, so that no mark touches another."""
    inside = "".join(random.choices(CHARACTERS, k=random.randrange(8)))
    return f"k{inside if lines else inside.replace(chr(10), '')}z"


def _attributes(node: Node) -> dict[str, Any]:
    if node.kind == "text_link" and node.value.startswith("tg://user"):
        return {"type": "text_mention", "user": {"id": 7}}
    if node.kind == "text_link":
        return {"url": node.value}
    if node.kind == "custom_emoji":
        return {"custom_emoji_id": EMOJI}
    return {"language": node.value} if node.value else {}


def _html(node: Node, random: Random) -> str:
    inside = "".join(_html(child, random) for child in node.children) + _html_text(node.text, random)
    if node.kind == "text":
        return inside
    if node.kind == "pre" and node.value:
        return f'<pre><code class="language-{node.value}">{inside}</code></pre>'
    if node.kind == "text_link":
        return f'<a href="{_html_text(node.value, random)}">{inside}</a>'
    if node.kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{EMOJI}">{inside}</tg-emoji>'
    if node.kind == "spoiler" and random.random() < 0.5:
        return f'<span class="tg-spoiler">{inside}</span>'
    if node.kind == "expandable_blockquote":
        return f"<blockquote expandable>{inside}</blockquote>"
    tag = random.choice(TAGS.get(node.kind, (node.kind,)))
    return f"<{tag}>{inside}</{tag}>"


def _html_text(text: str, random: Random) -> str:
    """Write characters as they are where they may stand so, and otherwise as one of their references."""
    names = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
    written = []
    for each in text:
        numbers = [f"&#{ord(each)};", f"&#x{ord(each):x};"]
        if each in names:
            written.append(random.choice([names[each], *numbers]))
        else:
            written.append(random.choice(numbers) if random.random() < 0.05 else each)
    return "".join(written)


def _markdown_v2(node: Node, *, quoted: bool) -> str:
    if node.kind.endswith("blockquote"):
        inside = "".join(_markdown_v2(child, quoted=True) for child in node.children)
        return f">{inside}" + ("||" if node.kind == "expandable_blockquote" else "")
    if node.kind in ("code", "pre"):
        inside = "".join(f"\\{each}" if each in "`\\" else each for each in node.text)
        return f"`{inside}`" if node.kind == "code" else f"```{node.value}\n{inside}```"
    inside = "".join(_markdown_v2(child, quoted=quoted) for child in node.children)
    inside += "".join(f"\\{each}" if each in RESERVED else each for each in node.text)
    if node.kind == "text":
        return inside.replace("\n", "\n>") if quoted else inside
    if node.kind == "custom_emoji":
        return f"![{inside}](tg://emoji?id={EMOJI})"
    if node.kind == "text_link":
        address = "".join(f"\\{each}" if each in ")\\" else each for each in node.value)
        return f"[{inside}]({address})"
    return f"{MARKS[node.kind]}{inside}{MARKS[node.kind]}"


def _markdown(node: Node) -> str:
    if node.kind == "text":
        return "".join(f"\\{each}" if each in "_*`[" else each for each in node.text)
    if node.kind == "pre":
        return f"```{node.value}\n{node.text}```"
    if node.kind == "text_link":
        return f"[{node.text}]({node.value})"
    mark = {"bold": "*", "italic": "_", "code": "`"}[node.kind]
    return f"{mark}{node.text}{mark}"
