"""Parser of Telegram's MarkdownV2, as strict as the Bot API: every reserved character is escaped or part of markup.

Source: the Bot API's "MarkdownV2 style", and the official server where that is silent.
"""

import re
from dataclasses import dataclass, field

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.links import image_entity, link_entity

_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "[": "text_link",
          "![": "custom_emoji", "`": "code", "```": "pre"}  # fmt: skip
_ENDS = {kind: mark for mark, kind in _MARKS.items()} | {"text_link": "]", "custom_emoji": "]"}
_NAMES = {"bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
          "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji",
          "blockquote": "BlockQuote"}  # fmt: skip
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_NEW_LINE = re.compile(r"\r\n|\n\r|\n|\r")
_ADDRESS = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)\)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\x01-\x7e])", re.DOTALL)


@dataclass(slots=True)
class _Open:
    """An entity that has begun: its kind, where it begins in the text (UTF-16) and in the source, its attributes."""

    kind: str
    offset: int
    position: int
    attributes: Json = field(default_factory=dict)


class _MarkdownParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []
        self.quoting = False
        self.may_quote = True  # nothing but markup since the line began

    def parse(self) -> None:
        while self.position < len(self.source):
            self.step(self.source[self.position])
        if self.open and self.open[-1].kind == "blockquote":
            self.close(0)
        if self.open:
            self.fail_open()

    def step(self, character: str) -> None:
        escaped = self.source[self.position + 1 : self.position + 2]
        if character == "\\" and "\x00" < escaped < "\x7f":
            self.write(escaped, 2)
        elif character not in (frozenset("`") if self.in_code else _RESERVED):
            self.write(character, 1)
        elif character == "\n":
            self.new_line()
        elif character == ">" and self.may_quote and not self.quoting:
            self.begin("blockquote", 1)
            self.quoting = True
        elif self.ends_quote_expanded():
            self.open[-1].attributes["type"] = "expandable_blockquote"
            self.close(2)
            self.quoting = False
        elif self.open and self.ends(self.open[-1].kind):
            self.end()
        else:
            self.start(character)

    @property
    def in_code(self) -> bool:
        return bool(self.open) and self.open[-1].kind in {"code", "pre"}

    def at(self, text: str) -> bool:
        return self.source.startswith(text, self.position)

    def ends(self, kind: str) -> bool:
        return kind != "blockquote" and self.at(_ENDS[kind]) and not (kind == "italic" and self.at("__"))

    def ends_quote_expanded(self) -> bool:
        """Whether `||` at the end of a quotation makes it expandable."""
        last = bool(self.open) and self.open[-1].kind == "blockquote" and self.at("||")
        return last and (self.position + 2 == len(self.source) or (self.at("||\n") and not self.at("||\n>")))

    def write(self, text: str, consumed: int) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)
        self.position += consumed
        self.may_quote = False

    def new_line(self) -> None:
        """End a quotation, or go on with it if the next line is quoted as well."""
        goes_on = self.at("\n>")
        if self.quoting and not goes_on:
            if self.open[-1].kind != "blockquote":
                self.fail_open()
            self.write("\n", 1)
            self.close(0)
            self.quoting = False
        else:
            self.write("\n", 2 if self.quoting else 1)
        self.may_quote = True

    def start(self, character: str) -> None:
        mark = next((mark for mark in ("```", "__", "||", "![", character) if self.at(mark) and mark in _MARKS), None)
        if mark is None:
            reserved = f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
            raise self.error(reserved)
        self.begin(_MARKS[mark], len(mark))
        if mark == "```":
            self.begin_block()

    def begin(self, kind: str, width: int) -> None:
        self.open.append(_Open(kind, self.offset, self.position))
        self.position += width

    def begin_block(self) -> None:
        """Read the language of a code block, and skip the line break after it."""
        language = _LANGUAGE.match(self.source, self.position)
        if language:
            self.open[-1].attributes["language"] = language[1]
            self.position = language.end()
        line = _NEW_LINE.match(self.source, self.position)
        self.position = line.end() if line else self.position

    def end(self) -> None:
        kind = self.open[-1].kind
        if kind not in {"text_link", "custom_emoji"}:
            self.close(len(_ENDS[kind]))
            return
        self.position += 1
        address = self.address(kind)
        if kind == "custom_emoji":
            self.open[-1].attributes = image_entity(address)
        else:
            self.open[-1].attributes = link_entity(address) or {"type": ""}
        self.close(0)

    def address(self, kind: str) -> str:
        """Return the address after a link's text; the text itself if there is none."""
        if not self.at("("):
            if kind == "custom_emoji":
                raise self.error("Custom emoji entity must contain a tg://emoji URL")
            return self.text_since(self.open[-1].offset)
        match = _ADDRESS.match(self.source, self.position)
        if match is None:
            what = "URL" if kind == "text_link" else "custom emoji URL"
            raise self.error(f"Can't find end of a {what} at byte offset {self.bytes_before(self.position + 1)}")
        self.position = match.end()
        return _ESCAPED.sub(r"\1", match[1])

    def close(self, width: int) -> None:
        tag = self.open.pop()
        self.position += width
        entity = {"type": tag.kind, "offset": tag.offset, "length": self.offset - tag.offset, **tag.attributes}
        if entity["length"] and entity["type"]:
            self.entities.append(entity)

    def text_since(self, offset: int) -> str:
        return "".join(self.parts).encode("utf-16-le")[offset * 2 :].decode("utf-16-le")

    def bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def fail_open(self) -> None:
        tag = self.open[-1]
        name = "PreCode" if "language" in tag.attributes else _NAMES[tag.kind]
        raise self.error(f"Can't find end of {name} entity at byte offset {self.bytes_before(tag.position)}")

    def error(self, problem: str) -> BadRequest:
        return BadRequest(f"can't parse entities: {problem}")


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Return text and entities of MarkdownV2; raises BadRequest with the Bot API's description."""
    parser = _MarkdownParser(source)
    parser.parse()
    return "".join(parser.parts), parser.entities
