"""Brings entities into Telegram's order: sorted, none that crosses another, none within code."""

import heapq
from itertools import count

from bot.simulator.json_types import Json

_SPLITTABLE = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_CODE = {"code", "pre"}
_QUOTES = {"blockquote", "expandable_blockquote"}
# Of entities with the same text, the earlier of these encloses the later.
_ORDER = ("expandable_blockquote", "blockquote", "text_link", "text_mention", "pre", "code", "bold", "italic",
          "underline", "strikethrough", "spoiler", "custom_emoji", "date_time")  # fmt: skip


def nested(entities: list[Json]) -> list[Json]:
    """Return entities sorted by offset, the longer first, so that each lies wholly within or outside every other.

    A style that crosses another entity is split there; any other entity that crosses one is dropped. A style within
    the same style, a quotation within a quotation, and anything within code are dropped as well.
    """
    numbers = count()
    queue = [(*_key(entity), next(numbers), entity) for entity in entities if entity["length"] > 0]
    heapq.heapify(queue)
    result: list[Json] = []
    enclosing: list[Json] = []
    while queue:
        entity = heapq.heappop(queue)[-1]
        enclosing = [each for each in enclosing if _end(each) > entity["offset"]]
        crossed = next((each for each in reversed(enclosing) if _end(each) < _end(entity)), None)
        if crossed is not None:
            for part in _split(entity, _end(crossed)):
                heapq.heappush(queue, (*_key(part), next(numbers), part))
        elif not any(_excludes(each, entity) for each in enclosing):
            result.append(entity)
            enclosing.append(entity)
    return result


def _split(entity: Json, at: int) -> list[Json]:
    """Return the two parts of a style; nothing for an entity that cannot be split."""
    if entity["type"] not in _SPLITTABLE:
        return []
    first = {**entity, "length": at - entity["offset"]}
    return [first, {**entity, "offset": at, "length": entity["length"] - first["length"]}]


def _excludes(outer: Json, inner: Json) -> bool:
    same = outer["type"] == inner["type"] or {outer["type"], inner["type"]} <= _QUOTES
    links = not {outer["type"], inner["type"]} & (_SPLITTABLE | _QUOTES)
    return outer["type"] in _CODE or same or links


def _key(entity: Json) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _ORDER.index(entity["type"])


def _end(entity: Json) -> int:
    return int(entity["offset"] + entity["length"])
