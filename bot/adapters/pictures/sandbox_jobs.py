"""The sandbox jobs that read photos, each with its limits: processor seconds, and memory beyond what is decoded."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.adapters.pictures.digit_challenge import check_challenge
from bot.adapters.pictures.documents import read_document
from bot.adapters.pictures.faces import compare_faces
from bot.adapters.pictures.qr_search import QrSearchResult, SearchDepth, find_qr_codes
from bot.adapters.pictures.quality import check_quality
from bot.adapters.pictures.sanitise import MAX_SIDE, PictureProblem, SanitisedPicture, sanitise
from bot.adapters.pictures.unfolded import MAX_UNFOLDED, unfolded_bytes
from bot.adapters.sandbox.errors import JobInterrupted, JobTimeout, WorkerFailed
from bot.adapters.sandbox.memory import MEBIBYTE
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool

# Measured with the largest pictures that are admitted, and rounded up.
SANITISE = SandboxJob(sanitise, seconds=8, memory=160 * MEBIBYTE, unfolded=partial(unfolded_bytes, max_side=MAX_SIDE))
FIND_QR_CODES = SandboxJob(find_qr_codes, seconds=8, memory=192 * MEBIBYTE)
FIND_DIFFICULT_QR_CODES = replace(FIND_QR_CODES, heavy=True)
CHECK_QUALITY = SandboxJob(check_quality, seconds=8, memory=384 * MEBIBYTE)
COMPARE_FACES = SandboxJob(compare_faces, seconds=15, memory=384 * MEBIBYTE)
CHECK_CHALLENGE = SandboxJob(check_challenge, seconds=30, memory=640 * MEBIBYTE)
READ_DOCUMENT = SandboxJob(read_document, seconds=45, memory=640 * MEBIBYTE)


async def sanitise_in_sandbox(
    pool: SandboxPool, data: bytes, *, seconds: float = SANITISE.seconds
) -> SanitisedPicture | PictureProblem:
    """Sanitise an untrusted file; one that crashes the worker or uses up its time is refused as unreadable.

    Raises:
        SandboxBusy: if too many jobs are waiting; the file itself may be fine.
    """
    if unfolded_bytes(data, MAX_SIDE) > MAX_UNFOLDED:
        return PictureProblem.TOO_MANY_PIXELS
    try:
        return await pool.run(replace(SANITISE, seconds=seconds), data)
    except JobInterrupted:
        return PictureProblem.BUSY
    except JobTimeout:
        return PictureProblem.TOOK_TOO_LONG
    except WorkerFailed:
        return PictureProblem.DAMAGED


async def find_codes_in_sandbox(pool: SandboxPool, jpeg: bytes, *, wanted: Sequence[str]) -> QrSearchResult:
    """Find QR codes in a sanitised picture. Difficult ones wait for everybody's quick attempts.

    Raises SandboxError.
    """
    found = await pool.run(FIND_QR_CODES, jpeg, wanted=wanted, depth=SearchDepth.QUICK)
    if found.texts or found.others:
        return found
    return await pool.run(FIND_DIFFICULT_QR_CODES, jpeg, wanted=wanted, depth=SearchDepth.THOROUGH)
