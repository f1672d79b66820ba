"""Parser of the legacy Markdown of the Bot API: bold, italic, code and links, none within another."""

import re

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.links import link_entity

_TYPES = {"_": "italic", "*": "bold", "`": "code", "[": "text_link", "```": "pre"}
_BLOCK = re.compile(r"```(?:(?P<language>[^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?(?P<text>.*?)```", re.DOTALL)
_MARKED = re.compile(r"_(?P<italic>[^_]*)_|\*(?P<bold>[^*]*)\*|`(?P<code>[^`]*)`|\[(?P<link>[^\]]*)\]")
_ADDRESS = re.compile(r"\(([^)]*)(?:\)|\Z)")
_PLAIN = re.compile(r"\\([_*`\[])|([^_*`\[])", re.DOTALL)


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """Return text and entities of legacy Markdown; raises BadRequest with the Bot API's description."""
    parts: list[str] = []
    entities: list[Json] = []
    entity: Json
    position = offset = 0
    while position < len(source):
        plain = _PLAIN.match(source, position)
        if plain:
            text, entity, position = plain[1] or plain[2], {}, plain.end()
        else:
            text, entity, position = _marked(source, position)
        parts.append(text)
        length = utf16_length(text)
        if entity and length:
            entities.append({"offset": offset, "length": length, **entity})
        offset += length
    return "".join(parts), entities


def _marked(source: str, position: int) -> tuple[str, Json, int]:
    """Return the text of the entity that begins here, its type and attributes, and where the source goes on."""
    block = source.startswith("```", position)
    match = (_BLOCK if block else _MARKED).match(source, position)
    if match is None:
        at = len(source[:position].encode())
        raise BadRequest(f"can't parse entities: Can't find end of the entity starting at byte offset {at}")
    if block:
        language = {"language": match["language"]} if match["language"] else {}
        return match["text"], {"type": "pre", **language}, match.end()
    if match["link"] is None:
        text = match[match.lastgroup or 0]
        return text, {"type": _TYPES[source[position]]}, match.end()
    address = _ADDRESS.match(source, match.end())
    entity = link_entity(address[1] if address else match["link"])
    return match["link"], entity, address.end() if address else match.end()
