"""Draws a certificate as a picture for chat and phone: PNG, 1080 pixels wide, as high as its content."""

import io
import math
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageDraw

from bot.adapters.drawing import certificate_content, fonts, qr_code
from bot.adapters.drawing.certificate_content import WARNINGS, CertificateContent, format_moment
from bot.adapters.drawing.colours import BLACK, HAIRLINE, INK, SOFT_INK, WARNING, WHITE, Colour
from bot.adapters.drawing.plate import draw_plate

WIDTH = 1080

_MARGIN = 72
_MAX_HEIGHT = 4000
_QR_MODULE = 9


class CertificateVariant(StrEnum):
    """The variants for readers with different needs."""

    STANDARD = "standard"
    LARGE_TEXT = "large text"
    HIGH_CONTRAST = "high contrast"


@dataclass(frozen=True, slots=True)
class _Style:
    """What a variant changes: scale of the text, background pattern, colours."""

    scale: float
    patterned: bool
    ink: Colour
    soft: Colour
    line: Colour


_STYLES = {
    CertificateVariant.STANDARD: _Style(1, patterned=True, ink=INK, soft=SOFT_INK, line=HAIRLINE),
    CertificateVariant.LARGE_TEXT: _Style(1.4, patterned=True, ink=INK, soft=SOFT_INK, line=HAIRLINE),
    CertificateVariant.HIGH_CONTRAST: _Style(1.2, patterned=False, ink=BLACK, soft=BLACK, line=BLACK),
}


def draw_certificate(content: CertificateContent, variant: CertificateVariant = CertificateVariant.STANDARD) -> bytes:
    """Return the certificate as PNG."""
    sheet = _Sheet(content, _STYLES[variant])
    sheet.title()
    if content.warning:
        sheet.warning(*WARNINGS[content.warning])
    sheet.plate()
    sheet.validity()
    sheet.table()
    sheet.code()
    sheet.footer()
    file = io.BytesIO()
    sheet.finished().save(file, "PNG", optimize=False, compress_level=6)
    return file.getvalue()


class _Sheet:
    """The picture, drawn from top to bottom; `y` is the top of the next element."""

    def __init__(self, content: CertificateContent, style: _Style) -> None:
        self.content = content
        self.style = style
        self.strong = BLACK if not style.patterned else content.year_colour.strong
        self.image = Image.new("RGB", (WIDTH, _MAX_HEIGHT), WHITE)
        if style.patterned:
            _lay_pattern(self.image, content.year_colour.tint)
        self.pen = ImageDraw.Draw(self.image)
        self.y = 0.0

    def title(self) -> None:
        """Draw the name of the document on a band in the year's colour."""
        height = 196 * self._scale(0.5)
        self.pen.rectangle((0, 0, WIDTH, height), fill=self.strong)
        self._write(certificate_content.TITLE, 64 * self._scale(0.3), WHITE, y=height * 0.4, bold=True)
        self._write(certificate_content.TITLE_ENGLISH, 31 * self._scale(0.6), WHITE, y=height * 0.76)
        self.y = height + 44

    def warning(self, chinese: str, english: str) -> None:
        """Draw the red banner."""
        height = 190 * self._scale(0.5)
        self.pen.rectangle((0, self.y - 44, WIDTH, self.y - 44 + height), fill=WARNING)
        self._write(chinese, 72 * self._scale(0.4), WHITE, y=self.y - 44 + height * 0.38, bold=True)
        self._write(english, 38 * self._scale(0.4), WHITE, y=self.y - 44 + height * 0.78)
        self.y += height

    def plate(self) -> None:
        """Draw the number plate."""
        drawn = draw_plate(self.content.plate, self.content.plate_type, width=620)
        self.image.paste(drawn, ((WIDTH - drawn.width) // 2, round(self.y)), drawn)
        self.y += drawn.height + 40

    def validity(self) -> None:
        """Write the end of validity, as large as the plate."""
        self._write("检验有效期至  Valid until", 34 * self.style.scale, self.style.soft, y=self.y + 22)
        self.y += 58 * self.style.scale
        size = 96 * self._scale(0.5)
        colour = WARNING if self.content.warning else self.strong
        self._write(self.content.month_chinese, size, colour, y=self.y + size * 0.55, bold=True)
        self.y += size * 1.25 + 8
        self._write(self.content.month_english, 40 * self.style.scale, self.style.ink, y=self.y + 16)
        self.y += 66 * self.style.scale

    def table(self) -> None:
        """Write the table of labels and values, Chinese above English."""
        scale = self.style.scale
        for label, english, value, value_english in self.content.rows():
            self.pen.line((_MARGIN, self.y, WIDTH - _MARGIN, self.y), fill=self.style.line, width=2)
            self._left(label, 34 * scale, self.style.ink, _MARGIN, self.y + 34 * scale)
            self._left(english, 24 * scale, self.style.soft, _MARGIN, self.y + 70 * scale)
            column = _MARGIN + 200 * scale
            middle = self.y + (34 if value_english else 50) * scale
            self._left(value, 38 * scale, self.style.ink, column, middle)
            self._left(value_english, 26 * scale, self.style.soft, column, self.y + 72 * scale)
            self.y += 98 * scale
        self.pen.line((_MARGIN, self.y, WIDTH - _MARGIN, self.y), fill=self.style.line, width=2)
        self.y += 40

    def code(self) -> None:
        """Draw the QR code on white, with an instruction."""
        drawn = qr_code.draw_code(self.content.code_text, level="Q", module=_QR_MODULE)
        left = (WIDTH - drawn.width) // 2
        frame = (left - 10, self.y - 10, left + drawn.width + 9, self.y + drawn.height + 9)
        self.pen.rounded_rectangle(frame, 14, fill=WHITE, outline=self.strong, width=4)
        self.image.paste(drawn, (left, round(self.y)))
        self.y += drawn.height + 44 * self.style.scale
        words = f"{certificate_content.SCAN}  {certificate_content.SCAN_ENGLISH}"
        self._write(words, 36 * self.style.scale, self.style.ink, y=self.y)
        self.y += 44 * self.style.scale

    def footer(self) -> None:
        """Write the legal note and the time of creation."""
        scale = self.style.scale
        lines = [
            (certificate_content.OFFLINE, 25),
            (certificate_content.OFFLINE_ENGLISH, 25),
            (f"制作时间  Made at  {format_moment(self.content.made_at)}", 27),
        ]
        if self.content.is_live:
            lines = [(f"{certificate_content.CHECKED}  {self.content.made_at:%Y-%m-%d %H:%M:%S}", 38)]
        if self.content.warning is None:
            lines = [(certificate_content.EQUAL, 27), (certificate_content.EQUAL_ENGLISH, 25), *lines]
        for words, size in lines:
            for row in fonts.wrapped(words, round(size * scale), WIDTH - 2 * _MARGIN):
                self._write(row, size * scale, self.style.soft, y=self.y + 20 * scale)
                self.y += 42 * scale
        self.y += 30

    def finished(self) -> Image.Image:
        """Return the picture, cropped to its content, with a frame."""
        height = round(self.y) + 24
        colour = WARNING if self.content.warning else self.strong
        self.pen.rectangle((0, 0, WIDTH - 1, height - 1), outline=colour, width=14)
        return self.image.crop((0, 0, WIDTH, height))

    def _scale(self, share: float) -> float:
        """Return a part of the variant's scale: what is large already grows less."""
        return 1 + (self.style.scale - 1) * share

    def _write(self, words: str, size: float, colour: Colour, *, y: float, bold: bool = False) -> None:
        stroke = fonts.boldness(size) if bold else 0
        font = fonts.sized(round(size))
        self.pen.text((WIDTH / 2, y), words, font=font, fill=colour, anchor="mm", stroke_width=stroke)

    def _left(self, words: str, size: float, colour: Colour, x: float, y: float) -> None:
        """Write left-aligned, in a smaller size if the text does not fit."""
        words, pixels = fonts.fitted(words, round(size), WIDTH - _MARGIN - x, least=20)
        self.pen.text((x, y), words, font=fonts.sized(pixels), fill=colour, anchor="lm")


def _lay_pattern(image: Image.Image, tint: Colour) -> None:
    """Draw a background of fine waves in the year's tint, like security paper."""
    pen = ImageDraw.Draw(image)
    for row in range(-40, image.height, 26):
        points = [(x, row + 18 * math.sin(x / 70 + row / 90)) for x in range(0, WIDTH + 12, 12)]
        pen.line(points, fill=tint, width=5)
