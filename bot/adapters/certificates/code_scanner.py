"""Reads the QR codes in a picture or PDF that somebody sent, in the sandbox: a parser or renderer may crash there."""

from collections.abc import Sequence
from typing import Any

from bot.adapters.certificates import cose
from bot.adapters.certificates.file_reader import codes_in
from bot.adapters.pictures.sandbox_jobs import find_codes_in_sandbox, sanitise_in_sandbox
from bot.adapters.pictures.sanitise import PictureProblem, SanitisedPicture
from bot.adapters.sandbox.errors import JobInterrupted, JobTimeout, SandboxBusy, SandboxError
from bot.adapters.sandbox.memory import MEBIBYTE
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool

MAX_TEXTS = 12
MAX_RENDERED_PAGES = 2


def codes_of_pdf(document: bytes) -> list[str]:
    """Return the texts of at most MAX_TEXTS QR codes, up to the first certificate; to be called in the sandbox."""
    found: list[str] = []
    for text in codes_in(document, rendered_pages=MAX_RENDERED_PAGES):
        if text.isascii() and text.isprintable():
            found.append(text)
        if text.startswith(cose.PREFIX) or len(found) == MAX_TEXTS:
            break
    return found


READ_PDF_CODES = SandboxJob(codes_of_pdf, seconds=30, memory=512 * MEBIBYTE)


async def codes_of(pool: SandboxPool, data: bytes, *, wanted: Sequence[str] = (cose.PREFIX,)) -> dict[str, Any]:
    """Return {"texts": the QR codes of a picture or PDF} or {"problem": a PictureProblem's value}. Raises SandboxBusy.

    wanted: how the codes begin that are looked for longest. A file that crashes the worker has no codes.
    """
    try:
        if data.startswith(b"%PDF-"):
            found = await pool.run(READ_PDF_CODES, data)
            return {"texts": found[:MAX_TEXTS]}
        picture = await sanitise_in_sandbox(pool, data)
        if not isinstance(picture, SanitisedPicture):
            return {"problem": picture.value}
        read = await find_codes_in_sandbox(pool, picture.jpeg, wanted=wanted)
    except SandboxBusy:
        raise
    except JobInterrupted:
        return {"problem": PictureProblem.BUSY.value}
    except JobTimeout:
        return {"problem": PictureProblem.TOOK_TOO_LONG.value}
    except SandboxError:
        return {"texts": []}
    return {"texts": list(read.texts[:MAX_TEXTS])}
