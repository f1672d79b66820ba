"""Watermarks a photo: a repeated text with viewer and time, so that a leaked copy shows its origin."""

import io
import math
import re
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageOps

from bot.adapters.drawing import fonts

_MAX_SIDE = 2560
_TILT = 28
_TEXT_SHARE = 0.026
_INK = (255, 255, 255, 96)
_EDGE = (0, 0, 0, 96)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def watermarked(photo: bytes, text: str) -> bytes:
    """Return the photo as JPEG, covered with the text, translucent, light with a dark edge.

    The photo must be sanitised; it is turned upright, at most 2,560 pixels a side, without EXIF. Raises ValueError
    for an empty text, and Pillow's errors for what is not a picture.
    """
    words = _UNPRINTABLE.sub(" ", text).strip()
    if not words:
        raise ValueError("a watermark needs words")
    with Image.open(io.BytesIO(photo)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((_MAX_SIDE, _MAX_SIDE))
    _lay(picture, words)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _lay(picture: Image.Image, words: str) -> None:
    """Cover the picture with the words in tilted rows, each row shifted by half a step.

    They are drawn and rotated once, then pasted: rotating a whole layer took ten times longer.
    """
    pixels = max(14, round(max(picture.size) * _TEXT_SHARE))
    stamp, length = _stamp(words, pixels)
    for across, down in _places(picture.size, length + 3 * pixels, 4 * pixels):
        corner = (round(across - stamp.width / 2), round(down - stamp.height / 2))
        picture.paste(stamp, corner, stamp)


def _stamp(words: str, pixels: int) -> tuple[Image.Image, float]:
    """Draw the words, tilted, on a transparent background. Returns the picture and the words' length in pixels."""
    font, stroke = fonts.sized(pixels), max(1, pixels // 20)
    length = font.getlength(words)
    sheet = Image.new("RGBA", (math.ceil(length) + 4 * stroke, 2 * pixels), (0, 0, 0, 0))
    middle = (sheet.width / 2, sheet.height / 2)
    ImageDraw.Draw(sheet).text(middle, words, font=font, fill=_INK, anchor="mm", stroke_width=stroke, stroke_fill=_EDGE)
    return sheet.rotate(_TILT, resample=Image.Resampling.BICUBIC, expand=True), length


def _places(size: tuple[int, int], step: float, line: int) -> Iterator[tuple[float, float]]:
    """Yield the centres of the stamps, including those outside whose ends are visible."""
    width, height = size
    cosine, sine = math.cos(math.radians(_TILT)), math.sin(math.radians(_TILT))
    rows, columns = (math.ceil(math.hypot(*size) / 2 / each) + 1 for each in (line, step))
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            along, below = (column + row % 2 / 2) * step, row * line
            yield width / 2 + along * cosine + below * sine, height / 2 - along * sine + below * cosine
