"""A watermark over a photo: who looked and when, again and again, so that a copy tells whose it was."""

import io
import math
import re

from PIL import Image, ImageDraw, ImageOps

from bot.adapters.drawing import typeface

_LONGEST_SIDE = 2560
_TILT = 28
_TEXT_SHARE = 0.026
_INK = (255, 255, 255, 96)
_EDGE = (0, 0, 0, 96)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def watermarked(photo: bytes, text: str) -> bytes:
    """Return the photo as JPEG with the text laid across all of it, translucent, light with a dark edge.

    The photo must be one that has passed the gate for strangers' pictures; it is turned
    upright, made no larger than 2,560 pixels and loses its EXIF. Raises ValueError for no words
    and Pillow's errors for what is no picture.
    """
    words = _UNPRINTABLE.sub(" ", text).strip()
    if not words:
        raise ValueError("a watermark needs words")
    with Image.open(io.BytesIO(photo)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    layer = _tiles(picture.size, words)
    picture.paste(layer, (0, 0), layer)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()


def _tiles(size: tuple[int, int], words: str) -> Image.Image:
    """Return a transparent layer of this size with the words in tilted rows, each row shifted by half a step."""
    pixels = max(14, round(max(size) * _TEXT_SHARE))
    font = typeface.sized(pixels)
    side = math.ceil(math.hypot(*size))
    sheet = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    step = font.getlength(words) + 3 * pixels
    for row, y in enumerate(range(0, side, 4 * pixels)):
        x = -step / 2 * (row % 2)
        while x < side:
            pen.text((x, y), words, font=font, fill=_INK, stroke_width=max(1, pixels // 20), stroke_fill=_EDGE)
            x += step
    tilted = sheet.rotate(_TILT, resample=Image.Resampling.BICUBIC)
    # The square's side is the photo's diagonal, so however it is turned its middle covers the photo.
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return tilted.crop((left, top, left + size[0], top + size[1]))
