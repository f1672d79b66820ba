"""Photos that go with an objection: fetched, cleaned in the laboratory, sealed."""

from typing import Any

from bot.engine.outbound.tasks import Task, Tools
from bot.tasks.dependencies import Adapters
from bot.tasks.photos import fetch, keep


def tasks(adapters: Adapters) -> dict[str, Task]:
    """The tasks of this file, by name."""

    async def photo(tools: Tools, *, file_id: str, owner: str) -> dict[str, Any]:
        picture = await fetch(tools, adapters.laboratory, file_id)
        if isinstance(picture, str):
            return {"problem": picture}
        return await keep(tools, picture, owner=owner, kind="objection")

    return {"objections.photo": photo}
