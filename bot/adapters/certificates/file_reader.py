"""Verify a certificate from what somebody has in hand: its text, a picture of it, or its PDF.

Needs no bot, no database and no network: only the issuer's public keys and, to know of
certificates that were revoked since, the signed status list.
"""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PIL import Image

from bot.adapters.certificates import cose, status_list
from bot.adapters.certificates import keys as certificate_keys
from bot.adapters.certificates.keys import PublicKeys
from bot.adapters.certificates.status_list import StatusList
from bot.adapters.certificates.verifier import Detail, Verdict, Verification, verify
from bot.adapters.pictures.qr_search import read_codes

MAXIMUM_BYTES = 20 * 1024 * 1024
MAXIMUM_PIXELS = 50_000_000

_MOST_PAGES = 5
_MOST_PICTURES = 20
_LONGEST_SIDE = 2400
_RENDER_SECONDS = 20
_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".pdf"}


class FileUnreadable(ValueError):
    """The file is not there, too large, or neither picture nor PDF; the message says which."""


def verify_file_or_text(path_or_text: str, keys_json: str, status_json: str | None, now: datetime) -> Verification:
    """Judge the certificate in this file, or in this text where it names no file.

    `keys_json` and `status_json` are the contents of the published files. Raises KeyFileError,
    StatusListError or FileUnreadable for inputs that the caller has to mend.
    """
    keys = certificate_keys.read_public(keys_json)
    status = status_list.read_status(status_json, keys) if status_json is not None else None
    path = _file_named(path_or_text)
    if path is None:
        return verify(path_or_text, keys=keys, status=status, now=now)
    if path.stat().st_size > MAXIMUM_BYTES:
        raise FileUnreadable(f"{path.name} is larger than {MAXIMUM_BYTES // 1024 // 1024} MB")
    return verify_document(path.read_bytes(), keys=keys, status=status, now=now)


def verify_document(document: bytes, *, keys: PublicKeys, status: StatusList | None, now: datetime) -> Verification:
    """Judge the certificate in a picture's or PDF's bytes; FileUnreadable if they are neither."""
    answer = Verification(Verdict.NOT_OURS, Detail.NO_CODE)
    for text in codes_in(document):
        found = verify(text, keys=keys, status=status, now=now)
        if found.claims:
            return found
        answer = found if answer.verdict is Verdict.NOT_OURS else answer
    return answer


def codes_in(document: bytes) -> Iterator[str]:
    """Yield the texts of the QR codes in a picture or PDF, certificates first; FileUnreadable if it is neither."""
    if document.startswith(b"%PDF-"):
        pictures = _pictures_of(document)
    else:
        pictures = iter((document,))
        _refuse_if_unreadable(document)
    for picture in pictures:
        yield from sorted(_codes_of(picture), key=lambda text: not text.startswith(cose.PREFIX))


def _file_named(text: str) -> Path | None:
    """Return the file that the text names; FileUnreadable if it looks like a file's name and there is none."""
    if text.lstrip().upper().startswith(cose.PREFIX):
        return None
    path = Path(text)
    try:
        if path.is_file():
            return path
    except OSError:  # Too long for a name: it is a text.
        return None
    if path.suffix.lower() in _PICTURES and "\n" not in text:
        raise FileUnreadable(f"there is no file {text}")
    return None


def _refuse_if_unreadable(picture: bytes) -> None:
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            pixels = opened.width * opened.height
    except (OSError, ValueError, Image.DecompressionBombError):
        raise FileUnreadable("the file is neither a picture nor a PDF") from None
    if pixels > MAXIMUM_PIXELS:
        raise FileUnreadable("the picture has too many pixels")


def _codes_of(picture: bytes) -> tuple[str, ...]:
    """Return the texts in a picture; none if its pixels cannot be decoded."""
    try:
        _refuse_if_unreadable(picture)
        return read_codes(picture, wanted=(cose.PREFIX,)).texts
    except (OSError, ValueError, SyntaxError):  # Pillow's ways of saying that a file is cut off or broken.
        return ()


def _pictures_of(document: bytes) -> Iterator[bytes]:
    """Yield a PDF's own pictures, then its pages as poppler renders them where poppler is installed."""
    yield from _embedded(document)
    renderer = shutil.which("pdftoppm")
    if renderer:
        with tempfile.TemporaryDirectory() as folder:
            _render(renderer, document, Path(folder))
            for page in sorted(Path(folder).glob("page*.png")):
                yield page.read_bytes()


def _embedded(document: bytes) -> Iterator[bytes]:
    """Yield the pictures inside a PDF's first pages."""
    import pypdf  # Heavy, and needed only when somebody sends a PDF.

    try:
        for page in pypdf.PdfReader(io.BytesIO(document)).pages[:_MOST_PAGES]:
            for name in page.images.keys()[:_MOST_PICTURES]:
                picture = page.images[name].image
                if picture and picture.width * picture.height <= MAXIMUM_PIXELS:
                    file = io.BytesIO()
                    picture.convert("L").save(file, "PNG")
                    yield file.getvalue()
    except Exception:  # A parser of strangers' PDFs may fail in any way; a broken one has no pictures.
        return


def _render(renderer: str, document: bytes, folder: Path) -> None:
    """Draw the first pages as pictures into the folder; nothing, if the renderer gives up or takes too long."""
    command = [renderer, "-l", str(_MOST_PAGES), "-scale-to", str(_LONGEST_SIDE), "-gray", "-png", "-"]
    command.append(str(folder / "page"))
    try:
        subprocess.run(command, input=document, capture_output=True, timeout=_RENDER_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return
