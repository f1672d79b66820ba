"""Parser of Telegram's MarkdownV2, as strict as the Bot API: every reserved character is escaped or part of markup."""

import re

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length

_DELIMITERS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {"bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
          "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl"}  # fmt: skip
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_LINK_END = re.compile(r"\]\(((?:\\.|[^)\\])*)\)", re.DOTALL)
_CODE = re.compile(
    r"```(?:(?P<language>[^\s`]+)\n)?(?P<block>(?:\\.|[^`\\])*)```|`(?P<code>(?:\\.|[^`\\])*)`", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _MarkdownParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[tuple[str, int, int]] = []
        self.entities: list[Json] = []
        self.quote: int | None = None

    def error(self, problem: str) -> BadRequest:
        return BadRequest(f"can't parse entities: {problem}")

    def write(self, text: str, consumed: int) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)
        self.position += consumed

    def parse(self) -> None:
        while self.position < len(self.source):
            self.step(self.source[self.position])
        self.end_quote()
        if self.open:
            kind, _, start = self.open[-1]
            at = len(self.source[:start].encode())
            raise self.error(f"Can't find end of {_NAMES[kind]} entity at byte offset {at}")

    def step(self, character: str) -> None:
        if character == ">" and self.at_line_start():
            self.quote = self.offset if self.quote is None else self.quote
            self.position += 1
            return
        if self.quote is not None and self.at_line_start():
            self.end_quote()
        following = self.source[self.position + 1 : self.position + 2]
        if character == "\\" and following and ord(following) < 127:
            self.write(following, 2)
        elif character == "`":
            self.code()
        elif character in "_*~|[]":
            self.delimiter(character)
        elif character in _RESERVED:
            raise self.error(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        else:
            self.write(character, 1)

    def at_line_start(self) -> bool:
        return self.position == 0 or self.source[self.position - 1] == "\n"

    def end_quote(self) -> None:
        if self.quote is not None and self.offset > self.quote:
            self.entities.append({"type": "blockquote", "offset": self.quote, "length": self.offset - self.quote})
        self.quote = None

    def code(self) -> None:
        match = _CODE.match(self.source, self.position)
        if match is None:
            kind = "Pre" if self.source.startswith("```", self.position) else "Code"
            at = len(self.source[: self.position].encode())
            raise self.error(f"Can't find end of {kind} entity at byte offset {at}")
        inner = _ESCAPED.sub(r"\1", match["code"] if match["code"] is not None else match["block"])
        entity: Json = {"type": "pre" if match["code"] is None else "code", "offset": self.offset}
        if match["language"]:
            entity["language"] = match["language"]
        self.write(inner, len(match.group()))
        if self.offset > entity["offset"]:
            self.entities.append({**entity, "length": self.offset - entity["offset"]})

    def delimiter(self, character: str) -> None:
        if character == "[":
            self.open.append(("text_link", self.offset, self.position))
            self.position += 1
            return
        if character == "]":
            self.end_link()
            return
        double = self.source.startswith(character * 2, self.position) and character in "_|"
        found = character * 2 if double else character
        if found not in _DELIMITERS:
            raise self.error("Character '|' is reserved and must be escaped with the preceding '\\'")
        self.toggle(_DELIMITERS[found], len(found))

    def toggle(self, kind: str, width: int) -> None:
        if self.open and self.open[-1][0] == kind:
            _, start, _ = self.open.pop()
            if self.offset > start:
                self.entities.append({"type": kind, "offset": start, "length": self.offset - start})
        else:
            self.open.append((kind, self.offset, self.position))
        self.position += width

    def end_link(self) -> None:
        if not self.open or self.open[-1][0] != "text_link":
            raise self.error("Character ']' is reserved and must be escaped with the preceding '\\'")
        match = _LINK_END.match(self.source, self.position)
        _, start, _ = self.open.pop()
        self.position += len(match.group()) if match else 1
        if match and self.offset > start:
            url = _ESCAPED.sub(r"\1", match[1])
            self.entities.append({"type": "text_link", "offset": start, "length": self.offset - start, "url": url})


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """Return text and entities of MarkdownV2; raises BadRequest with the Bot API's description."""
    parser = _MarkdownParser(source)
    parser.parse()
    parser.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parser.parts), parser.entities
