"""Vehicle codes, drawn and read: the picture an owner shows, and the codes in the picture a filer sends."""

import asyncio
from typing import Any
from uuid import UUID

from bot.adapters.drawing.qr_code import QrCaption, qr_png
from bot.adapters.pictures.sandbox_jobs import READ_CODES
from bot.adapters.sandbox.pool import SandboxBusy, SandboxError
from bot.engine.outbound.tasks import Tools, TryAgain
from bot.services.filing import vehicle_code_links
from bot.services.values import short_codes
from bot.tasks.dependencies import Adapters, task
from bot.tasks.photos import fetch

MAX_TEXTS = 12


@task("vehicle-codes.read")
async def read_codes(tools: Tools, adapters: Adapters, *, file_id: str) -> dict[str, Any]:
    """Read the codes in a picture that a filer has sent."""
    picture = await fetch(tools, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return {"problem": picture}
    username = tools.bot.username
    try:
        found = await adapters.photo_pool.run(READ_CODES, picture.jpeg, wanted=[vehicle_code_links.link(username, "")])
    except SandboxBusy as busy:
        raise TryAgain from busy
    except SandboxError:
        return {"texts": [], "others": 0, "username": username}
    return {"texts": list(found.texts[:MAX_TEXTS]), "others": found.others, "username": username}


@task("vehicle-codes.draw")
async def draw_code(
    tools: Tools, adapters: Adapters, *, code: UUID, token: str, short: str, owner: UUID, caption: dict[str, str]
) -> dict[str, Any]:
    """Draw the picture of a code with words around it, and keep it until the code is over."""
    link = vehicle_code_links.link(tools.bot.username, token)
    around = QrCaption(short_code=short_codes.grouped(short), **caption)
    content = await asyncio.to_thread(qr_png, link, caption=around)
    kept = await tools.keep(content, kind="vehicle-code", name="code.png", media_type="image/png", person_id=owner)
    return {"code": code, "file": kept.hex, "link": link, "short": short}
