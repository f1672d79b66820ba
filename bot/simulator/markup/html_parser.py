"""Parser of Telegram's HTML, as strict as the Bot API: known tags only, correctly nested and closed."""

import html
import re
from dataclasses import dataclass

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length

_TYPES = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "text_link", "tg-emoji": "custom_emoji",
}  # fmt: skip
_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);")
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[^\s>/]*)(?P<rest>[^>]*)(?P<close>>?)")
_ATTRIBUTE = re.compile(r"""([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    position: int


class _HtmlParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Json] = []

    def bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def error(self, problem: str) -> BadRequest:
        return BadRequest(f"can't parse entities: {problem}")

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def start(self, match: re.Match[str]) -> None:
        name, at = match["name"].lower(), self.bytes_before(match.start())
        complete = bool(match["close"])
        if name not in _TYPES and (complete or match["rest"]):
            raise self.error(f'Unsupported start tag "{name}" at byte offset {at}')
        if not complete:
            raise self.error(f"Unclosed start tag at byte offset {at}")
        attributes = {
            found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(match["rest"])
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.error(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.open.append(_OpenTag(name, attributes, self.offset, match.start()))

    def end(self, match: re.Match[str]) -> None:
        name, at = match["name"].lower(), self.bytes_before(match.start())
        if not match["close"]:
            raise self.error(f"Unclosed end tag at byte offset {at}")
        if not self.open:
            raise self.error(f"Unexpected end tag at byte offset {at}")
        tag = self.open.pop()
        if name not in ("", tag.name):
            expected = f'expected "</{tag.name}>", found "</{name}>"'
            raise self.error(f"Unmatched end tag at byte offset {at}, {expected}")
        if self.offset > tag.offset:
            self.close(tag)

    def close(self, tag: _OpenTag) -> None:
        entity: Json = {"type": _TYPES[tag.name], "offset": tag.offset, "length": self.offset - tag.offset}
        if tag.name == "a":
            self.link(entity, tag)
            return
        if tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and (language := self.language(tag)):
            self.open[-1].attributes["language"] = language
            return
        elif tag.name == "pre" and tag.attributes.get("language"):
            entity["language"] = tag.attributes["language"]
        self.entities.append(entity)

    def language(self, tag: _OpenTag) -> str | None:
        named = tag.attributes.get("class", "")
        inside = self.open and self.open[-1].name == "pre" and self.open[-1].offset == tag.offset
        return named.removeprefix("language-") if inside and named.startswith("language-") else None

    def link(self, entity: Json, tag: _OpenTag) -> None:
        address = tag.attributes.get("href") or "".join(self.parts)[-entity["length"] :]
        if address.startswith("tg://user?id="):
            identifier = address.removeprefix("tg://user?id=")
            if identifier.isdigit():
                user = {"id": int(identifier), "is_bot": False, "first_name": "".join(self.parts)[-entity["length"] :]}
                self.entities.append({**entity, "type": "text_mention", "user": user})
        elif "." in address or "://" in address:
            full = address if "://" in address else f"http://{address}"
            scheme, _, rest = full.partition("://")
            self.entities.append({**entity, "url": full if "/" in rest or scheme == "tg" else f"{full}/"})


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return text and entities of Telegram's HTML; raises BadRequest with the Bot API's description."""
    if "<" not in source and "&" not in source:
        return source, []
    parser, position = _HtmlParser(source), 0
    while position < len(source):
        match = _PLAIN.match(source, position) or _REFERENCE.match(source, position) or _TAG.match(source, position)
        if match is None:  # an ampersand that is not part of a character reference
            parser.write("&")
            position += 1
            continue
        _consume(parser, match)
        position = match.end()
    if parser.open:
        raise parser.error(f'Can\'t find end tag corresponding to start tag "{parser.open[-1].name}"')
    parser.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parser.parts), parser.entities


def _consume(parser: _HtmlParser, match: re.Match[str]) -> None:
    if match.re is _PLAIN:
        parser.write(match.group())
    elif match.re is _REFERENCE:
        parser.write(html.unescape(match.group()))
    elif match["slash"]:
        parser.end(match)
    else:
        parser.start(match)
