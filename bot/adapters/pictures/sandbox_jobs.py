"""Every question the desk asks about a photo: the function that answers it, its answer's shape, its time-out."""

from typing import Any

from pydantic import TypeAdapter

from bot.adapters.pictures.digit_challenge import ChallengeVerdict
from bot.adapters.pictures.documents import DocumentRead
from bot.adapters.pictures.faces import FaceVerdict
from bot.adapters.pictures.qr_search import CodesRead
from bot.adapters.pictures.quality import Quality
from bot.adapters.pictures.sanitise import CleanPicture, PictureProblem
from bot.adapters.sandbox.pool import Job, Laboratory, TookTooLong, WorkerLost


def _job(function: str, shape: Any, seconds: float) -> Job[Any]:
    return Job(f"bot.adapters.pictures.{function}", TypeAdapter(shape), seconds)


CLEAN: Job[CleanPicture | PictureProblem] = _job("sanitise.clean", CleanPicture | PictureProblem, 8)
READ_CODES: Job[CodesRead] = _job("qr_search.read_codes", CodesRead, 8)
CHECK_QUALITY: Job[Quality] = _job("quality.check_quality", Quality, 8)
COMPARE_FACES: Job[FaceVerdict] = _job("faces.compare", FaceVerdict, 15)
CHECK_CHALLENGE: Job[ChallengeVerdict] = _job("digit_challenge.check_challenge", ChallengeVerdict, 30)
READ_DOCUMENT: Job[DocumentRead] = _job("documents.read_document", DocumentRead, 45)


async def clean(laboratory: Laboratory, data: bytes, *, seconds: float | None = None) -> CleanPicture | PictureProblem:
    """Clean a stranger's file; a file that breaks or outlasts the worker is refused like any other bad one.

    Raises:
        LaboratoryBusy: when too many photos wait: the file itself may be well.
    """
    try:
        return await laboratory.run(CLEAN, data, seconds=seconds)
    except TookTooLong:
        return PictureProblem.TOOK_TOO_LONG
    except WorkerLost:
        return PictureProblem.DAMAGED
