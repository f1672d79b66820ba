"""Cleaning: from whatever a stranger sent to a plain JPEG that holds pixels and nothing else.

Order matters: size before format, format before header, header before pixels. What passes is decoded, turned upright
and drawn anew, so place, time, camera, comments, colour profile, thumbnails and anything hung on the end stay behind.
"""

import io
import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from PIL import Image, ImageOps, UnidentifiedImageError
from pydantic import ConfigDict

from bot.adapters.pictures.formats import PictureFormat, accepted_format, is_unaccepted_format
from bot.adapters.pictures.perceptual_hash import PictureHashes

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 3200
QUALITY = 90
_LONGEST_SIDE_BEFORE = 30_000


class PictureProblem(StrEnum):
    """Why a photo is refused; every one has its sentence for the sender."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"
    ANIMATED = "animated"
    DAMAGED = "damaged"
    FORMAT_NOT_ALLOWED = "format_not_allowed"
    TOOK_TOO_LONG = "took_too_long"


@dataclass(frozen=True)
class SanitisedPicture:
    """A photo drawn anew: its JPEG, its size in pixels as it stands upright, and its fingerprints."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(val_json_bytes="base64")

    jpeg: bytes
    width: int
    height: int
    fingerprint: PictureHashes


def sanitise(
    data: bytes, *, most_bytes: int = MAX_BYTES, most_pixels: int = MAX_PIXELS, longest_side: int = MAX_SIDE
) -> SanitisedPicture | PictureProblem:
    """Open a stranger's file and draw it anew, no side longer than `longest_side` pixels; in the laboratory only."""
    if len(data) > most_bytes:
        return PictureProblem.TOO_LARGE
    kind = accepted_format(data)
    if kind is None or not _readable(kind):
        known = kind is not None or is_unaccepted_format(data)
        return PictureProblem.FORMAT_NOT_ALLOWED if known else PictureProblem.NOT_A_PICTURE
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=[kind]) as picture:
            return _refusal(picture, kind, most_pixels) or _drawn_anew(picture, data, longest_side)
    except (Image.DecompressionBombError, MemoryError):
        return PictureProblem.TOO_MANY_PIXELS
    except UnidentifiedImageError:
        return PictureProblem.DAMAGED
    except Exception:  # A decoder may raise anything over a picture made to break it.
        return PictureProblem.DAMAGED


def heic_available() -> bool:
    """Whether HEIC, the photo format of many telephones, can be read here."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _readable(kind: PictureFormat) -> bool:
    return kind is not PictureFormat.HEIC or heic_available()


def _refusal(picture: Image.Image, kind: PictureFormat, most_pixels: int) -> PictureProblem | None:
    """What the header alone gives away, before a pixel is decoded."""
    if picture.width * picture.height > most_pixels or max(picture.size) > _LONGEST_SIDE_BEFORE:
        return PictureProblem.TOO_MANY_PIXELS
    # A JPEG may carry a second picture (depth, brightness) and a HEIC several: the first is the photo.
    moves = kind in {PictureFormat.PNG, PictureFormat.WEBP} and getattr(picture, "is_animated", False)
    return PictureProblem.ANIMATED if moves else None


def _drawn_anew(picture: Image.Image, data: bytes, longest_side: int) -> SanitisedPicture:
    picture.draft("RGB", (longest_side, longest_side))  # A JPEG is decoded smaller at once: less memory and time.
    picture.load()
    upright = _flat(ImageOps.exif_transpose(picture))
    upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return SanitisedPicture(out.getvalue(), *plain.size, PictureHashes.of(data, plain))


def _flat(picture: Image.Image) -> Image.Image:
    """Red, green and blue in eight bits, transparency on white."""
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return picture.convert("F").point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
