"""Entities that Telegram detects in plain text: commands, links, email addresses, mentions, tags, numbers."""

import re
from collections.abc import Iterable

from bot.simulator.json_types import Json, utf16_length

FOUND_TYPES = frozenset(
    ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")
)
_DETECTED = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,})"
    r"|(?P<url>(?:https?://|tg://)[^\s<>\"]+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|cn|me|io|dev|info)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<bot_command>(?<![\w/<])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z][\w]{2,31})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{1,8}(?![\w$]))",
    re.IGNORECASE,
)
_MARKS = frozenset("/@#$.:")  # a text without them has no entities to detect
_URL_END = ".,;:!?)'\"，。；：！？）"


def with_detected(text: str, entities: list[Json]) -> list[Json]:
    """Return the entities and those that Telegram detects outside them."""
    if _MARKS.isdisjoint(text):
        return entities
    occupied = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    found = [entity for entity in detect(text) if not _overlaps(entity, occupied)]
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"])) if found else entities


def detect(text: str) -> list[Json]:
    """Return the commands, links, email addresses, mentions, hashtags and cashtags in a plain text."""
    entities: list[Json] = []
    for match in _DETECTED.finditer(text):
        words = match.group().rstrip(_URL_END) if match.lastgroup == "url" else match.group()
        if match.lastgroup == "cashtag" and not words[1:].isupper():
            continue
        offset = utf16_length(text[: match.start()])
        entities.append({"type": match.lastgroup, "offset": offset, "length": utf16_length(words)})
    return entities


def _overlaps(entity: Json, occupied: Iterable[tuple[int, int]]) -> bool:
    start, stop = entity["offset"], entity["offset"] + entity["length"]
    return any(start < right and left < stop for left, right in occupied)
