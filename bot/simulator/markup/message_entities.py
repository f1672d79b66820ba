"""Message entities: parsed from HTML or MarkdownV2, or detected in plain text (commands, links, mentions …).

Offsets and lengths are in UTF-16 code units. Errors have the official descriptions, with offsets in UTF-8 bytes, as
in the Bot API.
"""

import re
from collections.abc import Iterable

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.html_parser import parse_html
from bot.simulator.markup.markdown_v2_parser import parse_markdown

_DETECTED = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,})"
    r"|(?P<url>(?:https?://|tg://)[^\s<>\"]+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|cn|me|io|dev|info)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<bot_command>(?<![\w/<])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z][\w]{2,31})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_ENTITY_CHARACTERS = frozenset("/@#.:")  # a text without them has no entities to detect
_URL_END = ".,;:!?)'\"，。；：！？）"


def parse(source: str, mode: str | None) -> tuple[str, list[Json]]:
    """Return the text and entities of a source in an official parse mode, without white space at the ends."""
    if not mode:
        return trimmed(source, [])
    if mode.lower() == "html":
        return trimmed(*parse_html(source))
    if mode.lower() == "markdownv2":
        return trimmed(*parse_markdown(source))
    raise BadRequest("unsupported parse_mode")


def with_detected(text: str, entities: list[Json]) -> list[Json]:
    """Return the entities and those that Telegram detects outside them."""
    if _ENTITY_CHARACTERS.isdisjoint(text):
        return entities
    occupied = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    found = [entity for entity in detect(text) if not _overlaps(entity, occupied)]
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"])) if found else entities


def detect(text: str) -> list[Json]:
    """Return the commands, links, email addresses, mentions and hashtags in a plain text."""
    entities: list[Json] = []
    for match in _DETECTED.finditer(text):
        words = match.group().rstrip(_URL_END) if match.lastgroup == "url" else match.group()
        offset = utf16_length(text[: match.start()])
        entities.append({"type": match.lastgroup, "offset": offset, "length": utf16_length(words)})
    return entities


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Return the text without white space at its ends, and the entities cut to it, without empty ones."""
    cut = text.lstrip()
    lead = utf16_length(text[: len(text) - len(cut)])
    cut = cut.rstrip()
    if not entities:
        return cut, entities
    end = utf16_length(cut)
    kept = []
    for entity in entities:
        start, stop = entity["offset"] - lead, entity["offset"] + entity["length"] - lead
        start, stop = max(start, 0), min(stop, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return cut, kept


def _overlaps(entity: Json, occupied: Iterable[tuple[int, int]]) -> bool:
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    return any(start < right and left < stop for left, right in occupied)
