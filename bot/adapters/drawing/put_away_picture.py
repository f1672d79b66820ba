"""Draws what takes the place of a certificate in the chat that is no longer shown: nothing of the certificate."""

import io
from functools import cache

from PIL import Image, ImageDraw

from bot.adapters.drawing import fonts
from bot.adapters.drawing.colours import HAIRLINE, SOFT_INK, WHITE

WIDTH, HEIGHT = 1080, 420


@cache
def put_away_picture() -> bytes:
    """Return the picture as PNG. It is always the same: drawn once."""
    image = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH - 1, HEIGHT - 1), outline=HAIRLINE, width=14)
    for words, size, y in (("凭证已收起", 84, 175), ("Certificate put away", 44, 275)):
        pen.text((WIDTH / 2, y), words, font=fonts.sized(size), fill=SOFT_INK, anchor="mm")
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
