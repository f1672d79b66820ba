"""Photos, looked at: fetched, cleaned in the laboratory, checked for what a reviewer would stumble over, sealed."""

import asyncio
from typing import Any
from uuid import UUID

from bot.adapters.drawing.id_photo_guide import id_photo_guide
from bot.adapters.pictures.quality import Expected
from bot.adapters.pictures.sandbox_jobs import CHECK_QUALITY, clean
from bot.adapters.pictures.sanitise import CleanPicture
from bot.adapters.sandbox.pool import Laboratory, LaboratoryBusy, LaboratoryRefusal
from bot.engine.outbound.tasks import Task, Tools, TryAgain
from bot.services.review.photos import GUIDE
from bot.tasks.dependencies import Adapters

YEARS = 3650


def tasks(adapters: Adapters) -> dict[str, Task]:
    """The tasks of this file, by name."""

    async def look(tools: Tools, *, file_id: str, owner: str) -> dict[str, Any]:
        picture = await fetch(tools, adapters.laboratory, file_id)
        if isinstance(picture, str):
            return {"problem": picture}
        try:
            seen = await adapters.laboratory.run(CHECK_QUALITY, picture.jpeg, expected=Expected.DOCUMENT.value)
        except LaboratoryRefusal as refusal:
            raise TryAgain from refusal
        return {**await keep(tools, picture, owner=owner, kind="review"), "findings": list(seen.findings)}

    async def draw_guide(tools: Tools) -> dict[str, Any]:
        content = await asyncio.to_thread(id_photo_guide)
        kept = await tools.keep(
            content, kind="guide", name="guide.png", media_type="image/png", fingerprint=GUIDE, days=YEARS
        )
        return {"file": kept.hex}

    return {"photos.look": look, "photos.guide": draw_guide}


async def fetch(tools: Tools, laboratory: Laboratory, file_id: str) -> CleanPicture | str:
    """Download a file and draw it anew; the word for its problem where it is no photo to be taken. Raises TryAgain."""
    try:
        data = await tools.download(file_id)
    except LookupError as problem:
        return "too_large" if "too big" in str(problem).lower() else "gone"
    try:
        picture = await clean(laboratory, data)
    except LaboratoryBusy as busy:
        raise TryAgain from busy
    return picture if isinstance(picture, CleanPicture) else picture.value


async def keep(tools: Tools, picture: CleanPicture, *, owner: str, kind: str) -> dict[str, Any]:
    """Seal a clean picture for a day; the turn that takes the result decides how much longer."""
    kept = await tools.keep(
        picture.jpeg, kind=kind, name="photo.jpg", media_type="image/jpeg", person_id=UUID(hex=owner)
    )
    return {"file": kept.hex, "sha256": picture.fingerprint.sha256, "look": picture.fingerprint.perceptual}
