"""Reading the codes of a picture or PDF somebody sent to have it verified; opened in the laboratory alone."""

from typing import Any

from bot.adapters import signing
from bot.adapters.certificate_codes import READ_PDF_CODES
from bot.adapters.pictures.cleaning import CleanPicture
from bot.adapters.pictures.jobs import READ_CODES, clean
from bot.adapters.pictures.laboratory import Laboratory, LaboratoryBusy, LaboratoryRefusal
from bot.engine.tasks import Task, Tools, TryAgain
from bot.tasks.adapters import Adapters

MOST_TEXTS = 12


def tasks(adapters: Adapters) -> dict[str, Task]:
    """The tasks of this file, by name."""

    async def read(tools: Tools, *, file_id: str) -> dict[str, Any]:
        try:
            data = await tools.download(file_id)
        except LookupError as problem:
            return {"problem": "too_large" if "too big" in str(problem).lower() else "gone"}
        try:
            return await codes_of(adapters.laboratory, data)
        except LaboratoryBusy as busy:
            raise TryAgain from busy

    return {"verification.read": read}


async def codes_of(laboratory: Laboratory, data: bytes) -> dict[str, Any]:
    """Return `texts`, the codes of a picture or PDF, or `problem`, why it is neither. Raises LaboratoryBusy."""
    try:
        if data.startswith(b"%PDF-"):
            found = await laboratory.run(READ_PDF_CODES, data)
            return {"texts": list(found)[:MOST_TEXTS]}
        picture = await clean(laboratory, data)
        if not isinstance(picture, CleanPicture):
            return {"problem": picture.value}
        read = await laboratory.run(READ_CODES, picture.jpeg, wanted=[signing.PREFIX])
    except LaboratoryBusy:
        raise
    except LaboratoryRefusal:
        return {"texts": []}
    return {"texts": list(read.texts)[:MOST_TEXTS]}
