"""Sanitises an untrusted file: returns a new JPEG that contains pixels only, without metadata.

The size is checked before the format, the format before the header, the header before the pixels. The picture is
decoded, turned upright and encoded again, so that EXIF, comments, colour profile, thumbnails and trailing data are
lost.
"""

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from PIL import Image, ImageOps, UnidentifiedImageError
from pydantic import ConfigDict

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES, PictureFormat, accepted_format, is_unaccepted_format
from bot.adapters.pictures.perceptual_hash import PictureHashes

MAX_PIXELS = 40_000_000
MAX_SIDE = 3200
QUALITY = 90
_MAX_SIDE_BEFORE = 30_000


class PictureProblem(StrEnum):
    """Why a photo is refused; each has its text for the sender."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"
    ANIMATED = "animated"
    DAMAGED = "damaged"
    FORMAT_NOT_ALLOWED = "format_not_allowed"
    TOOK_TOO_LONG = "took_too_long"


@dataclass(frozen=True)
class SanitisedPicture:
    """A sanitised photo: JPEG, size in pixels when upright, hashes."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(val_json_bytes="base64")

    jpeg: bytes
    width: int
    height: int
    hashes: PictureHashes


def sanitise(
    data: bytes, *, max_bytes: int = MAX_PHOTO_BYTES, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE
) -> SanitisedPicture | PictureProblem:
    """Sanitise an untrusted file, no side longer than `max_side` pixels; to be called in the sandbox."""
    if len(data) > max_bytes:
        return PictureProblem.TOO_LARGE
    kind = accepted_format(data)
    if kind is None or not _readable(kind):
        known = kind is not None or is_unaccepted_format(data)
        return PictureProblem.FORMAT_NOT_ALLOWED if known else PictureProblem.NOT_A_PICTURE
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=[kind]) as picture:
            return _problem(picture, kind, max_pixels) or _encoded_again(picture, data, max_side)
    except (Image.DecompressionBombError, MemoryError):
        return PictureProblem.TOO_MANY_PIXELS
    except UnidentifiedImageError:
        return PictureProblem.DAMAGED
    except Exception:  # A decoder may raise anything for a hostile picture.
        return PictureProblem.DAMAGED


def has_heic() -> bool:
    """Return whether HEIC, the photo format of many phones, can be read."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _readable(kind: PictureFormat) -> bool:
    return kind is not PictureFormat.HEIC or has_heic()


def _problem(picture: Image.Image, kind: PictureFormat, max_pixels: int) -> PictureProblem | None:
    """Return the problem that the header shows, before pixels are decoded."""
    if picture.width * picture.height > max_pixels or max(picture.size) > _MAX_SIDE_BEFORE:
        return PictureProblem.TOO_MANY_PIXELS
    # A JPEG may contain a second picture (depth, brightness) and a HEIC several: the first is the photo.
    moves = kind in {PictureFormat.PNG, PictureFormat.WEBP} and getattr(picture, "is_animated", False)
    return PictureProblem.ANIMATED if moves else None


def _encoded_again(picture: Image.Image, data: bytes, max_side: int) -> SanitisedPicture:
    picture.draft("RGB", (max_side, max_side))  # Decodes a large JPEG at a smaller size, which saves memory and time.
    picture.load()
    upright = _flat(ImageOps.exif_transpose(picture))
    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return SanitisedPicture(out.getvalue(), *plain.size, PictureHashes.of(data, plain))


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB with eight bits, transparency on white."""
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return picture.convert("F").point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
