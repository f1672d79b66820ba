"""The codes in a picture or PDF that a stranger sent, read in the laboratory: a parser or renderer may break there.

A worker of the laboratory may write no file, so pages are rendered into a pipe.
"""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from bot.adapters.certificates import cose
from bot.adapters.certificates.file_reader import FileUnreadable, codes_in
from bot.adapters.pictures.sandbox_jobs import READ_CODES, clean
from bot.adapters.pictures.sanitise import CleanPicture
from bot.adapters.sandbox.pool import Job, Laboratory, LaboratoryBusy, LaboratoryRefusal

MOST_TEXTS = 12
MOST_PAGES = 2
LONGEST_SIDE = 2400
RENDER_SECONDS = 10


def codes_of_pdf(document: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes on its first pages, at last a certificate's; in the laboratory only."""
    found: list[str] = []
    for text in _every_code(document):
        if text.isascii() and text.isprintable():
            found.append(text)
        if text.startswith(cose.PREFIX) or len(found) == MOST_TEXTS:
            break
    return tuple(found)


READ_PDF_CODES: Job[tuple[str, ...]] = Job(
    "bot.adapters.certificates.code_scanner.codes_of_pdf", TypeAdapter(tuple[str, ...]), 30
)


async def codes_of(laboratory: Laboratory, data: bytes) -> dict[str, Any]:
    """Return `texts`, the codes of a picture or PDF, or `problem`, why it is neither. Raises LaboratoryBusy."""
    try:
        if data.startswith(b"%PDF-"):
            found = await laboratory.run(READ_PDF_CODES, data)
            return {"texts": list(found)[:MOST_TEXTS]}
        picture = await clean(laboratory, data)
        if not isinstance(picture, CleanPicture):
            return {"problem": picture.value}
        read = await laboratory.run(READ_CODES, picture.jpeg, wanted=[cose.PREFIX])
    except LaboratoryBusy:
        raise
    except LaboratoryRefusal:
        return {"texts": []}
    return {"texts": list(read.texts)[:MOST_TEXTS]}


def _every_code(document: bytes) -> Iterator[str]:
    """Yield what its own pictures say, then what its pages say."""
    with contextlib.suppress(FileUnreadable, OSError):  # No place for a rendered page here; the pipe follows.
        yield from codes_in(document)
    renderer = shutil.which("pdftoppm")
    for page in range(1, MOST_PAGES + 1) if renderer else ():
        picture = _rendered(renderer or "", document, page)
        try:
            yield from codes_in(picture)
        except FileUnreadable:
            return


def _rendered(renderer: str, document: bytes, page: int) -> bytes:
    """Return a page as PNG; nothing if the renderer gives up, takes too long, or there is no such page."""
    options = ["-f", str(page), "-l", str(page), "-scale-to", str(LONGEST_SIDE), "-gray", "-png", "-"]
    try:
        done = subprocess.run(
            [renderer, *options], input=document, capture_output=True, timeout=RENDER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
