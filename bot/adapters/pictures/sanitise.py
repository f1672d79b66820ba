"""Sanitises an untrusted file: returns a new JPEG that contains pixels only, without metadata.

The size is checked before the format, the format before the header, the header before the pixels. The picture is
decoded, made smaller, turned upright and encoded again, so that EXIF, comments, colour profile, thumbnails and trailing
data are lost. It never takes much more memory than `unfolded_bytes` says.
"""

import io
import math
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from PIL import Image, UnidentifiedImageError
from pydantic import ConfigDict

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES, PictureFormat, accepted_format, is_unaccepted_format
from bot.adapters.pictures.perceptual_hash import PictureHashes
from bot.adapters.pictures.unfolded import MAX_UNFOLDED, unfolded_bytes

MAX_PIXELS = 40_000_000
MAX_SIDE = 3200
QUALITY = 90
_MAX_SIDE_BEFORE = 30_000
_BAND = 256  # Rows that are converted at a time.
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PictureProblem(StrEnum):
    """Why a photo is refused; each has its text for the sender."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"
    ANIMATED = "animated"
    DAMAGED = "damaged"
    FORMAT_NOT_ALLOWED = "format_not_allowed"
    TOOK_TOO_LONG = "took_too_long"
    BUSY = "busy"


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
    if unfolded_bytes(data, max_side) > MAX_UNFOLDED:
        return PictureProblem.TOO_MANY_PIXELS
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
    scale = min(1.0, max_side / max(picture.size))
    # Decodes a large JPEG at a smaller size, which saves memory and time.
    picture.draft("RGB", (math.ceil(picture.width * scale), math.ceil(picture.height * scale)))
    picture.load()
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    small = _made_smaller(picture, max_side)
    plain = Image.new("RGB", small.size)
    plain.paste(small)
    upright = plain if turn is None else plain.transpose(turn)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return SanitisedPicture(out.getvalue(), *upright.size, PictureHashes.of(data, upright))


def _made_smaller(picture: Image.Image, max_side: int) -> Image.Image:
    """Return the picture in RGB with no longer side. Other modes are converted first, in bands, to save memory."""
    if picture.mode in {"RGB", "L", "CMYK"} and not picture.has_transparency_data:
        picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
        return picture.convert("RGB")
    flat = Image.new("RGB", picture.size)
    for top in range(0, picture.height, _BAND):
        band = picture.crop((0, top, picture.width, min(picture.height, top + _BAND)))
        flat.paste(_flat(band), (0, top))
    flat.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    return flat


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB with eight bits, transparency on white."""
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return picture.convert("F").point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
