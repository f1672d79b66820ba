"""Parser of Telegram's HTML, as strict as the Bot API: known tags only, correctly nested and closed.

Source: the Bot API's "HTML style", and the official server where that is silent.
"""

import re
from dataclasses import dataclass

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.links import link_entity, time_entity

_TYPES = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "text_link", "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(
    r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>[0-9]{1,7})|(?P<name>lt|gt|amp|quot)(?![a-zA-Z]));?"
)
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_NO_CHARACTERS = range(0xD800, 0xE000)


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    characters: int  # the length of the text before it, in characters


class _HtmlParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text = ""
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Json] = []

    def parse(self) -> None:
        while self.position < len(self.source):
            plain = _PLAIN.match(self.source, self.position)
            if plain:
                self.write(plain.group(), plain.end())
            elif self.source[self.position] == "&":
                self.reference()
            elif self.source.startswith("</", self.position):
                self.end()
            else:
                self.start()
        if self.open:
            raise self.error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def write(self, text: str, position: int) -> None:
        self.text += text
        self.offset += utf16_length(text)
        self.position = position

    def reference(self) -> None:
        character, end = _referenced(self.source, self.position)
        self.write(character or "&", end if character else self.position + 1)

    def start(self) -> None:
        begin = self.position
        name_end = self.skip(_TAG_NAME, begin + 1)
        if name_end == len(self.source):
            raise self.error("Unclosed start tag", begin)
        name = self.source[begin + 1 : name_end].lower()
        if name not in _TYPES:
            raise self.error(f'Unsupported start tag "{name}"', begin)
        attributes = self.attributes(name, begin, name_end)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_OpenTag(name, attributes, self.offset, len(self.text)))

    def attributes(self, tag: str, begin: int, position: int) -> dict[str, str]:
        """Read the attributes up to the end of a start tag, and go on after it."""
        found: dict[str, str] = {}
        while True:
            position = self.skip(_SPACE, position)
            if position == len(self.source):
                raise self.error("Unclosed start tag", begin)
            if self.source[position] == ">":
                self.position = position + 1
                return found
            name_end = self.skip(_ATTRIBUTE_NAME, position)
            if name_end == position:
                raise self.error(f'Empty attribute name in the tag "{tag}"', begin)
            name = self.source[position:name_end]
            found[name], position = self.value(tag, begin, name_end)

    def value(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        """Return the value of an attribute, "" if it has none, and where the source goes on."""
        equal_sign = self.skip(_SPACE, position)
        if not self.source.startswith("=", equal_sign):
            return "", equal_sign
        position = self.skip(_SPACE, equal_sign + 1)
        if position == len(self.source):
            raise self.error(f'Unclosed start tag "{tag}"', begin)
        quote = self.source[position]
        if quote in "\"'":
            end = self.source.find(quote, position + 1)
            if end < 0:
                raise self.error("Unclosed start tag", begin)
            return _with_references(self.source[position + 1 : end]), end + 1
        end = self.skip(_TOKEN, position)
        if end < len(self.source) and not (self.source[end].isspace() or self.source[end] == ">"):
            raise self.error("Unexpected end of name token", position)
        return self.source[position:end].lower(), end

    def end(self) -> None:
        begin = self.position
        if not self.open:
            raise self.error("Unexpected end tag", begin)
        name_end = self.skip(_TAG_NAME, begin + 2)
        name = self.source[begin + 2 : name_end].lower()
        close = self.skip(_SPACE, name_end)
        if not self.source.startswith(">", close):
            raise self.error("Unclosed end tag", begin)
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise self.error("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self.close(tag, {"type": _TYPES[tag.name], "offset": tag.offset, "length": self.offset - tag.offset})
        self.position = close + 1

    def close(self, tag: _OpenTag, entity: Json) -> None:
        if tag.name == "a":
            entity |= link_entity(tag.attributes.get("href") or self.text[tag.characters :]) or {"type": ""}
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = _emoji(tag.attributes.get("emoji-id", ""))
        elif tag.name == "tg-time":
            entity |= time_entity(tag.attributes.get("unix", ""), tag.attributes.get("format", ""))
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name in {"code", "pre"} and self.merge_code(tag, entity):
            return
        if entity["type"]:
            self.entities.append(entity)

    def merge_code(self, tag: _OpenTag, entity: Json) -> bool:
        """Make one block with a language of a pre and a code with the same text, in either order."""
        language = _language(tag)
        if tag.name == "code" and language:
            entity["language"] = language
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(key) == entity[key] for key in ("offset", "length"))
        pair = {tag.name, last.get("type")} == {"pre", "code"} and (language or last.get("language"))
        if same and pair:
            last |= {"type": "pre", "language": language or last["language"]}
        return bool(same and pair)

    def skip(self, pattern: re.Pattern[str], position: int) -> int:
        match = pattern.match(self.source, position)
        return match.end() if match else position

    def error(self, problem: str, position: int | None = None, more: str = "") -> BadRequest:
        at = "" if position is None else f" at byte offset {len(self.source[:position].encode())}"
        return BadRequest(f"can't parse entities: {problem}{at}{more}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return text and entities of Telegram's HTML; raises BadRequest with the Bot API's description."""
    if "<" not in source and "&" not in source:
        return source, []
    parser = _HtmlParser(source)
    parser.parse()
    for entity in parser.entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # Only a block has a language.
    return parser.text, parser.entities


def _referenced(source: str, position: int) -> tuple[str, int]:
    """Return the character that a reference stands for, "" if it is none, and where the source goes on."""
    match = _REFERENCE.match(source, position)
    if match is None:
        return "", position
    if match["name"]:
        return _CHARACTERS[match["name"]], match.end()
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    valid = 0 < code < 0x10FFFF and code not in _NO_CHARACTERS
    return (chr(code), match.end()) if valid else ("", position)


def _with_references(value: str) -> str:
    parts, position = [], 0
    while position < len(value):
        character, end = _referenced(value, position) if value[position] == "&" else ("", position)
        parts.append(character or value[position])
        position = end if character else position + 1
    return "".join(parts)


def _language(tag: _OpenTag) -> str:
    named = tag.attributes.get("class", "") if tag.name == "code" else ""
    return named.removeprefix("language-") if named.startswith("language-") else ""


def _emoji(identifier: str) -> str:
    if not re.fullmatch(r"-?[1-9]\d{0,18}", identifier):
        raise BadRequest("can't parse entities: Invalid custom emoji identifier specified")
    return identifier
