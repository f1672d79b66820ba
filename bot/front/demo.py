"""Demo."""

from typing import Any


def fill(session: Any, *, now: Any, say: Any) -> None:
    """Fill an empty store."""


def people(world: Any) -> None:
    """Let the people of the demo in."""
    if not world.people:
        world.add_person("明", id=700_000_001, language_code="zh-hans", phone="+8613800000001")
