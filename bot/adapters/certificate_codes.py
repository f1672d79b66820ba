"""The codes in a PDF that a stranger sent, as a job of the laboratory: a parser or renderer may break there.

A worker of the laboratory may write no file, so pages are rendered into a pipe.
"""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator

from pydantic import TypeAdapter

from bot.adapters import signing
from bot.adapters.certificate_file import FileUnreadable, codes_in
from bot.adapters.pictures.laboratory import Job

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
        if text.startswith(signing.PREFIX) or len(found) == MOST_TEXTS:
            break
    return tuple(found)


READ_PDF_CODES: Job[tuple[str, ...]] = Job(
    "bot.adapters.certificate_codes.codes_of_pdf", TypeAdapter(tuple[str, ...]), 30
)


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
