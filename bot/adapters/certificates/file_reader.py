"""Verifies a certificate given as text, picture or PDF, offline.

Needs neither bot nor database nor network: only the issuer's public keys and, to detect revoked certificates, the
signed status list.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

from PIL import Image

from bot.adapters.certificates import cose, keys as certificate_keys, status_list
from bot.adapters.certificates.keys import PublicKeys
from bot.adapters.certificates.status_list import StatusList
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail, Verification, verify
from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.adapters.pictures.qr_search import find_qr_codes

MAX_PIXELS = 50_000_000

_ALTERED = CertificateVerdict.ALTERED  # Says more than that another code is none of ours.
_MAX_PAGES = 5
_MAX_PICTURES = 20
_PAGE_PIXELS = 2400
_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".pdf"}


class FileUnreadable(ValueError):
    """The file does not exist, is too large, or is neither picture nor PDF; the message says which."""


def verify_file_or_text(path_or_text: str, keys_json: str, status_json: str | None, now: datetime) -> Verification:
    """Verify the certificate in the file of this path, or in this text if it is not a path.

    `keys_json` and `status_json` are the contents of the published files. Raises KeyFileError, StatusListError or
    FileUnreadable.
    """
    keys = certificate_keys.read_public(keys_json)
    status = status_list.read_status(status_json, keys) if status_json is not None else None
    path = _path_of(path_or_text)
    if path is None:
        return verify(path_or_text, keys=keys, status=status, now=now)
    if path.stat().st_size > MAX_PHOTO_BYTES:
        raise FileUnreadable(f"{path.name} is larger than {MAX_PHOTO_BYTES // 1024 // 1024} MB")
    return verify_document(path.read_bytes(), keys=keys, status=status, now=now)


def verify_document(document: bytes, *, keys: PublicKeys, status: StatusList | None, now: datetime) -> Verification:
    """Verify the first certificate or paper in the bytes of a picture or PDF. Raises FileUnreadable for other files."""
    answer = Verification(CertificateVerdict.UNREADABLE, VerdictDetail.NO_CODE)
    for text in codes_in(document):
        found = verify(text, keys=keys, status=status, now=now, is_scanned=True)
        if found.is_signed:
            return found
        answer = found if answer.detail is VerdictDetail.NO_CODE or found.verdict is _ALTERED else answer
    return answer


def codes_in(document: bytes, *, rendered_pages: int = _MAX_PAGES) -> Iterator[str]:
    """Yield the texts of the QR codes in a picture or PDF, certificates first in each picture.

    Of a PDF, read the embedded pictures, then the first pages as rendered. Raises FileUnreadable for other files.
    """
    pictures: Iterator[bytes]
    if document.startswith(b"%PDF-"):
        pictures = chain(_embedded_pictures(document), _rendered_pages(document, rendered_pages))
    else:
        pictures = iter((document,))
        _require_readable(document)
    for picture in pictures:
        yield from sorted(_codes_of(picture), key=lambda text: not text.startswith(cose.PREFIX))


def _path_of(text: str) -> Path | None:
    """Return the path that the text is, or None. Raises FileUnreadable if the text looks like a path to no file."""
    if text.lstrip().upper().startswith(cose.PREFIX):
        return None
    path = Path(text)
    try:
        if path.is_file():
            return path
    except OSError:  # Too long for a path.
        return None
    if path.suffix.lower() in _SUFFIXES and "\n" not in text:
        raise FileUnreadable(f"there is no file {text}")
    return None


def _require_readable(picture: bytes) -> None:
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            pixels = opened.width * opened.height
    except (OSError, ValueError, Image.DecompressionBombError):
        raise FileUnreadable("the file is neither a picture nor a PDF") from None
    if pixels > MAX_PIXELS:
        raise FileUnreadable("the picture has too many pixels")


def _codes_of(picture: bytes) -> tuple[str, ...]:
    """Return the texts of a picture's QR codes; none if the picture cannot be decoded."""
    try:
        _require_readable(picture)
        return find_qr_codes(picture, wanted=(cose.PREFIX,)).texts
    except (OSError, ValueError, SyntaxError):  # What Pillow raises for a truncated or damaged file.
        return ()


def _embedded_pictures(document: bytes) -> Iterator[bytes]:
    """Yield the pictures embedded in the first pages of a PDF, as greyscale PNG."""
    import pypdf  # Slow to import, and needed for PDFs only.

    try:
        for page in pypdf.PdfReader(io.BytesIO(document)).pages[:_MAX_PAGES]:
            for name in page.images.keys()[:_MAX_PICTURES]:
                picture = page.images[name].image
                if picture and picture.width * picture.height <= MAX_PIXELS:
                    file = io.BytesIO()
                    picture.convert("L").save(file, "PNG")
                    yield file.getvalue()
    except Exception:  # The parser may raise anything for a damaged or hostile PDF.
        return


def _rendered_pages(document: bytes, pages: int) -> Iterator[bytes]:
    """Yield the first pages of a PDF as greyscale PNG, up to the first page that cannot be rendered."""
    import pypdfium2  # Slow to import, and needed for PDFs only.

    try:
        with pypdfium2.PdfDocument(document) as opened:
            for number in range(min(pages, len(opened))):
                page = opened[number]
                picture = page.render(scale=_PAGE_PIXELS / max(page.get_size()), grayscale=True).to_pil()
                file = io.BytesIO()
                picture.save(file, "PNG", compress_level=1)
                yield file.getvalue()
    except Exception:  # The parser may raise anything for a damaged or hostile PDF.
        return
