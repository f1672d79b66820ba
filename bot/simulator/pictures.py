"""Photos as Telegram stores them: JPEG in several sizes, rotated upright, without EXIF."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

LONGEST_SIDES = (90, 320, 800, 1280)
JPEG_QUALITY = 87
MAX_SIDE_SUM = 10_000
MAX_SIDE_RATIO = 20


@dataclass(frozen=True, slots=True)
class PhotoSize:
    """One size of a photo: width and height in pixels, and the JPEG."""

    width: int
    height: int
    data: bytes


def recompress(data: bytes) -> list[PhotoSize]:
    """Return all sizes of a photo, smallest first; raises ValueError with Telegram's error code for an invalid one.

    Telegram's limits: width and height add up to 10,000 pixels at most, and one is at most 20 times the other.
    Slow: call it in a thread.
    """
    image = _open(data)
    longest = max(image.size)
    sides = [side for side in LONGEST_SIDES if side < longest]
    sides.append(min(longest, LONGEST_SIDES[-1]))
    return [_resize(image, side) for side in sorted(set(sides))]


def sticker(emoji: str) -> bytes:
    """Return a WEBP in one colour that depends on the emoji."""
    hue = sum(map(ord, emoji)) % 256
    image = Image.new("HSV", (512, 512), (hue, 120, 220)).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=40)
    return buffer.getvalue()


def _open(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        width, height = image.size
        if width + height > MAX_SIDE_SUM or max(width, height) > MAX_SIDE_RATIO * min(width, height):
            raise ValueError("PHOTO_INVALID_DIMENSIONS")
        return _on_white(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("IMAGE_PROCESS_FAILED") from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    white = Image.new("RGB", layer.size, "white")
    white.paste(layer, mask=layer.getchannel("A"))
    return white


def _resize(image: Image.Image, side: int) -> PhotoSize:
    longest = max(image.size)
    width, height = (max(1, round(length * side / longest)) for length in image.size)
    small = image if side == longest else image.resize((width, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return PhotoSize(width, height, buffer.getvalue())
