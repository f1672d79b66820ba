"""The codes in a PDF that a stranger sent, as a job of the laboratory: a parser or renderer may break there."""

from itertools import islice

from pydantic import TypeAdapter

from bot.adapters.certificate_file import FileUnreadable, codes_in
from bot.adapters.pictures.laboratory import Job

MOST_TEXTS = 12


def codes_of_pdf(document: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes on its first pages; in the laboratory only."""
    try:
        found = (text for text in codes_in(document) if text.isascii() and text.isprintable())
        return tuple(islice(found, MOST_TEXTS))
    except FileUnreadable:
        return ()


READ_PDF_CODES: Job[tuple[str, ...]] = Job(
    "bot.adapters.certificate_codes.codes_of_pdf", TypeAdapter(tuple[str, ...]), 30
)
