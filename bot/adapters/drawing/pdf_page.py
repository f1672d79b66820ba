"""A PDF page with our font, positions in millimetres, and metadata without personal data."""

import logging
import math
from datetime import datetime
from typing import Literal

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont
from PIL import Image

from bot.adapters.drawing import fonts
from bot.adapters.drawing.colours import HAIRLINE, INK, SOFT_INK, Colour

Align = Literal["L", "C", "R"]

_POINTS_PER_MILLIMETRE = 72 / 25.4

# The font subsetter warns about every table that it drops.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


class PdfPage(FPDF):
    """A page of this size in millimetres; its text can be searched and read aloud."""

    def __init__(self, size: tuple[float, float], *, title: str, made_at: datetime) -> None:
        super().__init__(unit="mm", format=size)
        self.add_font("sans", fname=fonts.path())
        self.set_title(title)
        self.set_lang("zh-CN")
        self.set_creator("Chezhu")
        self.set_creation_date(made_at)
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.add_page()

    def write_line(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float,
        width: float = 0,
        align: Align = "L",
        colour: Colour = INK,
        bold: bool = False,
    ) -> None:
        """Write one line with its middle at y, `size` points high; smaller, then truncated, if wider than `width`."""
        self._ink(colour, size)
        while width and size > 5 and self.get_string_width(words) > width:
            size -= 0.25
            self.set_font("sans", size=size)
        while width and self.get_string_width(words) > width:
            words = words[:-2] + "…"
        self.set_xy(x, y - size / _POINTS_PER_MILLIMETRE / 2)
        # The font has one weight; an outline in the same colour makes it bold.
        with self.local_context(text_mode=TextMode.FILL_STROKE if bold else TextMode.FILL, line_width=size / 90):
            self.set_draw_color(*colour)
            self.cell(width or None, size / _POINTS_PER_MILLIMETRE, words, align=align)

    def write_lines(
        self, words: str, x: float, y: float, *, size: float, width: float, colour: Colour = INK, align: Align = "L"
    ) -> float:
        """Write a paragraph from y downwards, wrapped at this width, and return its lower edge."""
        self._ink(colour, size)
        leading = size / _POINTS_PER_MILLIMETRE * 1.45
        # The library wraps at spaces only, which Chinese does not have.
        for line in fonts.wrapped(words, 100, width / size * _POINTS_PER_MILLIMETRE * 100):
            self.set_xy(x, y)
            self.cell(width, leading, line, align=align)
            y += leading
        return y

    def rule(self, x: float, y: float, width: float, *, colour: Colour = HAIRLINE, thickness: float = 0.25) -> None:
        """Draw a horizontal line."""
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.line(x, y, x + width, y)

    def field(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        """Fill a rectangle given as x, y, width and height."""
        self.set_fill_color(*colour)
        self.rect(*box, style="F")

    def frame(self, box: tuple[float, float, float, float], *, colour: Colour, thickness: float) -> None:
        """Draw the edge of a rectangle given as x, y, width and height."""
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.rect(*box, style="D")

    def put(self, picture: Image.Image, x: float, y: float, *, width: float) -> None:
        """Place a picture with its upper left corner at x and y."""
        self.image(picture, x=x, y=y, w=width)

    def label(self, chinese: str, english: str, x: float, y: float, *, size: float) -> None:
        """Write a label, its Chinese above its English."""
        self.write_line(chinese, x, y, size=size)
        self.write_line(english, x, y + size * 0.42, size=size * 0.7, colour=SOFT_INK)

    def finished(self) -> bytes:
        """Return the PDF and close the font file."""
        document = bytes(self.output())
        self.discard()
        return document

    def discard(self) -> None:
        """Close the font file of a page that is finished, or not wanted."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def waves(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        """Fill a rectangle with fine waves, like security paper."""
        x, y, width, height = box
        self.set_draw_color(*colour)
        self.set_line_width(0.45)
        steps = round(width / 2)
        with self.rect_clip(x, y, width, height):
            for row in range(-2, round(height / 3.4) + 2):
                middle = y + row * 3.4
                points = [(x + width * step / steps, _wave(width * step / steps, middle)) for step in range(steps + 1)]
                self.polyline(points)

    def _ink(self, colour: Colour, size: float) -> None:
        self.set_font("sans", size=size)
        self.set_text_color(*colour)


def _wave(across: float, middle: float) -> float:
    return middle + 2.4 * math.sin(across / 9 + middle / 14)
