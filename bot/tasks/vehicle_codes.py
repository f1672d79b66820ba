"""Tasks of vehicle codes: draw the picture that an owner shows, read the codes in a picture from a filer."""

import asyncio
from uuid import UUID

from bot.adapters.drawing.qr_code import QrCaption, qr_png
from bot.adapters.pictures.sandbox_jobs import find_codes_in_sandbox
from bot.adapters.pictures.sanitise import PictureProblem
from bot.adapters.sandbox.errors import JobInterrupted, JobTimeout, SandboxBusy, SandboxError
from bot.engine.outbound.tasks import TaskResources, TryAgain
from bot.services.filing import vehicle_code_links
from bot.services.values import short_codes
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from bot.tasks.photos import fetch

MAX_TEXTS = 12


class VehicleCodesRead(TaskResult):
    """The codes in a picture. problem: why it could not be read; others: codes that hold no text."""

    problem: str = ""
    texts: list[str] = []
    others: int = 0
    username: str = ""


class CodeDrawn(TaskResult):
    """The picture of a vehicle code, and what it says."""

    code: UUID
    file: UUID
    link: str
    short: str


@task("vehicle-codes.read")
async def read_vehicle_codes(resources: TaskResources, adapters: Adapters, *, file_id: str) -> VehicleCodesRead:
    """Read the codes in a picture that a filer has sent."""
    picture = await fetch(resources, adapters.photo_pool, file_id)
    if isinstance(picture, str):
        return VehicleCodesRead(problem=picture)
    username = resources.bot.username
    try:
        wanted = [vehicle_code_links.link(username, "")]
        found = await find_codes_in_sandbox(adapters.photo_pool, picture.jpeg, wanted=wanted)
    except SandboxBusy as busy:
        raise TryAgain from busy
    except JobInterrupted:
        return VehicleCodesRead(problem=PictureProblem.BUSY.value)
    except JobTimeout:
        return VehicleCodesRead(problem=PictureProblem.TOOK_TOO_LONG.value)
    except SandboxError:
        return VehicleCodesRead(texts=[], others=0, username=username)
    return VehicleCodesRead(texts=list(found.texts[:MAX_TEXTS]), others=found.others, username=username)


@task("vehicle-codes.draw")
async def draw_code(
    resources: TaskResources,
    adapters: Adapters,
    *,
    code: UUID,
    token: str,
    short: str,
    owner: UUID,
    caption: dict[str, str],
    large: bool = False,
) -> CodeDrawn:
    """Draw the picture of a code, in large print if wanted, and keep it until the code ends."""
    link = vehicle_code_links.link(resources.bot.username, token)
    around = QrCaption(short_code=short_codes.grouped(short), large=large, **caption)
    content = await asyncio.to_thread(qr_png, link, caption=around)
    kept = await resources.keep(content, kind="vehicle-code", name="code.png", media_type="image/png", person_id=owner)
    return CodeDrawn(code=code, file=kept, link=link, short=short)
