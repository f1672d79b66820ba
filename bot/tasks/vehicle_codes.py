"""Vehicle codes, drawn and read: the picture an owner shows, and the codes in the picture a filer sends."""

import asyncio
from typing import Any
from uuid import UUID

from bot.adapters.drawing.qr_code import QrCaption, qr_png
from bot.adapters.pictures.sandbox_jobs import READ_CODES
from bot.adapters.sandbox.pool import SandboxBusy, SandboxError
from bot.engine.outbound.tasks import Task, Tools, TryAgain
from bot.services.filing import vehicle_code_links
from bot.services.values import short_codes
from bot.tasks.dependencies import Adapters
from bot.tasks.photos import fetch

MOST_TEXTS = 12


def tasks(adapters: Adapters) -> dict[str, Task]:
    """The tasks of this file, by name."""

    async def read(tools: Tools, *, file_id: str) -> dict[str, Any]:
        picture = await fetch(tools, adapters.photo_pool, file_id)
        if isinstance(picture, str):
            return {"problem": picture}
        username = tools.bot.username
        try:
            found = await adapters.photo_pool.run(
                READ_CODES, picture.jpeg, wanted=[vehicle_code_links.link(username, "")]
            )
        except SandboxBusy as busy:
            raise TryAgain from busy
        except SandboxError:
            return {"texts": [], "others": 0, "username": username}
        return {"texts": list(found.texts[:MOST_TEXTS]), "others": found.others, "username": username}

    return {"vehicle-codes.draw": draw, "vehicle-codes.read": read}


async def draw(
    tools: Tools, *, code: str, token: str, short: str, owner: str, caption: dict[str, str]
) -> dict[str, Any]:
    """Draw the picture of a code with words around it, and keep it until the code is over."""
    link = vehicle_code_links.link(tools.bot.username, token)
    around = QrCaption(short_code=short_codes.grouped(short), **caption)
    content = await asyncio.to_thread(qr_png, link, caption=around)
    kept = await tools.keep(
        content, kind="vehicle-code", name="code.png", media_type="image/png", person_id=UUID(hex=owner)
    )
    return {"code": code, "file": kept.hex, "link": link, "short": short}
