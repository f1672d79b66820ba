"""Detects the format of a file by its first bytes; its name and declared type are not trusted."""

from enum import StrEnum


class PictureFormat(StrEnum):
    """The accepted formats, by the names of Pillow."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"


MAX_PHOTO_BYTES = 20 * 1024 * 1024  # Bots can download no larger files from Telegram.
FIRST_BYTES = 512
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx", b"msf1"}
_KNOWN_OTHERS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"%PDF", b"8BPS", b"\0\0\1\0", b"\0\0\0\x0cjP  ", b"\xff\x0a")
_DRAWN = (b"<svg", b"<?xml", b"<!doctype svg")


def accepted_format(data: bytes) -> PictureFormat | None:
    """Return the format of a file that is accepted, else None."""
    if data.startswith(b"\xff\xd8\xff"):
        return PictureFormat.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureFormat.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PictureFormat.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return PictureFormat.HEIC
    return None


def is_unaccepted_format(data: bytes) -> bool:
    """Return whether this is a picture or document of a known format that is not accepted."""
    start = data[:FIRST_BYTES].lstrip().lower()
    return data.startswith(_KNOWN_OTHERS) or data[4:8] == b"ftyp" or start.startswith(_DRAWN)
