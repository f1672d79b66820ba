"""The sandbox jobs that read photos, each with its time-out."""

from dataclasses import replace

from bot.adapters.pictures.digit_challenge import check_challenge
from bot.adapters.pictures.documents import read_document
from bot.adapters.pictures.faces import compare_faces
from bot.adapters.pictures.qr_search import find_qr_codes
from bot.adapters.pictures.quality import check_quality
from bot.adapters.pictures.sanitise import PictureProblem, SanitisedPicture, sanitise
from bot.adapters.sandbox.pool import JobTimeout, SandboxJob, SandboxPool, WorkerFailed

SANITISE = SandboxJob(sanitise, seconds=8)
FIND_QR_CODES = SandboxJob(find_qr_codes, seconds=8)
CHECK_QUALITY = SandboxJob(check_quality, seconds=8)
COMPARE_FACES = SandboxJob(compare_faces, seconds=15)
CHECK_CHALLENGE = SandboxJob(check_challenge, seconds=30)
READ_DOCUMENT = SandboxJob(read_document, seconds=45)


async def sanitise_in_sandbox(
    pool: SandboxPool, data: bytes, *, seconds: float = SANITISE.seconds
) -> SanitisedPicture | PictureProblem:
    """Sanitise an untrusted file; one that crashes the worker or exceeds the time-out is refused as unreadable.

    Raises:
        SandboxBusy: if too many jobs are waiting; the file itself may be fine.
    """
    try:
        return await pool.run(replace(SANITISE, seconds=seconds), data)
    except JobTimeout:
        return PictureProblem.TOOK_TOO_LONG
    except WorkerFailed:
        return PictureProblem.DAMAGED
