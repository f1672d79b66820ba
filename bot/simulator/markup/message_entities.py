"""Message entities: parsed from a parse mode, given by the bot, or detected in plain text (commands, links …).

Offsets and lengths are in UTF-16 code units. Errors have the official descriptions, with offsets in UTF-8 bytes, as
in the Bot API.
"""

from collections.abc import Callable
from typing import TypeAlias

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, utf16_length
from bot.simulator.markup.detection import FOUND_TYPES
from bot.simulator.markup.html_parser import parse_html
from bot.simulator.markup.links import complete_url, time_entity
from bot.simulator.markup.markdown_parser import parse_markdown
from bot.simulator.markup.markdown_v2_parser import parse_markdown_v2
from bot.simulator.markup.nesting import nested
from bot.simulator.markup.urls import check_url
from bot.simulator.schema.reader import read_object

FindUser: TypeAlias = Callable[[int], Json | None]

_PARSERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}
# The types that a bot may give, with the fields that each requires and those that it may have.
_GIVEN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = dict.fromkeys(
    ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote"), ((), ())
) | {
    "pre": ((), ("language",)),
    "text_link": (("url",), ()),
    "text_mention": (("user",), ()),
    "custom_emoji": (("custom_emoji_id",), ()),
    "date_time": (("unix_time",), ("date_time_format",)),
}


def parse(source: str, mode: str | None) -> tuple[str, list[Json]]:
    """Return the text and entities of a source in an official parse mode, without white space at the ends."""
    if not mode or mode.lower() == "none":
        return trimmed(source, [])
    parser = _PARSERS.get(mode.lower())
    if parser is None:
        raise BadRequest("unsupported parse_mode")
    text, entities = parser(source)
    return trimmed(text, nested(entities))


def given(source: str, entities: list[object]) -> tuple[str, list[Json]]:
    """Return a text and its entities as a bot gives them; raises BadRequest for invalid ones.

    Types that Telegram detects by itself are ignored, as are empty entities.
    """
    read = [_given(entity) for entity in entities]
    for entity in read:
        _check_bounds(source, entity)
    return trimmed(source, nested([entity for entity in read if entity["type"] not in FOUND_TYPES]))


def with_users(entities: list[Json], find_user: FindUser) -> list[Json]:
    """Replace the user of each mention by the official User object; raises BadRequest for an unknown user."""
    completed = []
    for entity in entities:
        user = find_user(entity["user"]["id"]) if entity["type"] == "text_mention" else {}
        if user is None:
            raise BadRequest("user not found")
        completed.append({**entity, "user": user} if user else entity)
    return completed


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


def _given(value: object) -> Json:
    entity = read_object("MessageEntity", value)
    kind = entity["type"]
    if not kind:
        raise BadRequest("can't parse MessageEntity: Type is not specified")
    if kind not in _GIVEN and kind not in FOUND_TYPES:
        raise BadRequest("can't parse MessageEntity: Unsupported type specified")
    required, optional = _GIVEN.get(kind, ((), ()))
    for name in required:
        if name not in entity:
            raise BadRequest(f"can't parse MessageEntity: Can't find field \"{name}\"")
    kept = ("type", "offset", "length", *required, *(name for name in optional if entity.get(name)))
    return _checked({name: entity[name] for name in kept})


def _checked(entity: Json) -> Json:
    """Return an entity with its attribute in official form."""
    if entity["type"] == "text_link":
        check_url(entity["url"], f"entity URL '{entity['url']}'")
        return {**entity, "url": complete_url(entity["url"]) or entity["url"]}
    if entity["type"] == "custom_emoji" and not entity["custom_emoji_id"].lstrip("-").isdigit():
        raise BadRequest('can\'t parse MessageEntity: Field "custom_emoji_id" must be a valid Number')
    if entity["type"] == "date_time":
        return {**entity, **time_entity(str(entity["unix_time"]), entity.get("date_time_format", ""))}
    return entity


def _check_bounds(text: str, entity: Json) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start < 0 or entity["length"] < 0:
        raise BadRequest("can't parse MessageEntity: entity has an invalid offset or length")
    size = utf16_length(text)
    if end > size:
        where = "begins" if start > size else f"beginning at UTF-16 offset {start} ends"
        raise BadRequest(f"entity {where} after the end of the text at UTF-16 offset {start if start > size else end}")
    if entity["length"] and (middle := _middle_of_symbol(text, start)) is not None:
        raise BadRequest(f"entity begins in a middle of a UTF-16 symbol at byte offset {middle}")
    if entity["length"] and (middle := _middle_of_symbol(text, end)) is not None:
        begin = f"entity beginning at UTF-16 offset {start}"
        raise BadRequest(f"{begin} ends in a middle of a UTF-16 symbol at byte offset {middle}")


def _middle_of_symbol(text: str, offset: int) -> int | None:
    """Return the byte offset of the character that this UTF-16 offset lies within, None if it lies between two."""
    if text.isascii():
        return None
    head = text.encode("utf-16-le")[: offset * 2].decode("utf-16-le", errors="ignore")
    return len(head.encode()) if utf16_length(head) != offset else None
