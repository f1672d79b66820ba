"""The certificate as a picture for the chat and the phone: PNG, 1080 pixels wide, as high as its words need."""

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
_TALLEST = 4000
_QR_MODULE = 9


class CertificateVariant(StrEnum):
    """For whom the picture is drawn."""

    STANDARD = "standard"
    LARGE_TEXT = "large text"
    HIGH_CONTRAST = "high contrast"


@dataclass(frozen=True, slots=True)
class _Manner:
    """What a variant changes: how large words are, whether the paper is patterned, and the inks."""

    scale: float
    patterned: bool
    ink: Colour
    soft: Colour
    line: Colour


_MANNERS = {
    CertificateVariant.STANDARD: _Manner(1, patterned=True, ink=INK, soft=SOFT_INK, line=HAIRLINE),
    CertificateVariant.LARGE_TEXT: _Manner(1.4, patterned=True, ink=INK, soft=SOFT_INK, line=HAIRLINE),
    CertificateVariant.HIGH_CONTRAST: _Manner(1.2, patterned=False, ink=BLACK, soft=BLACK, line=BLACK),
}


def draw_certificate(face: CertificateContent, variant: CertificateVariant = CertificateVariant.STANDARD) -> bytes:
    """Return the certificate as PNG."""
    sheet = _Sheet(face, _MANNERS[variant])
    sheet.title()
    if face.alarm:
        sheet.alarm(*WARNINGS[face.alarm])
    sheet.plate()
    sheet.validity()
    sheet.particulars()
    sheet.code()
    sheet.footer()
    file = io.BytesIO()
    sheet.finished().save(file, "PNG", optimize=False, compress_level=6)
    return file.getvalue()


class _Sheet:
    """A sheet being filled from the top; `y` is where the next thing begins."""

    def __init__(self, face: CertificateContent, manner: _Manner) -> None:
        self.face = face
        self.manner = manner
        self.strong = BLACK if not manner.patterned else face.year_colour.strong
        self.image = Image.new("RGB", (WIDTH, _TALLEST), WHITE)
        if manner.patterned:
            _lay_pattern(self.image, face.year_colour.tint)
        self.pen = ImageDraw.Draw(self.image)
        self.y = 0.0

    def title(self) -> None:
        """A band in the year's colour with the name of the document."""
        height = 196 * self._scale(0.5)
        self.pen.rectangle((0, 0, WIDTH, height), fill=self.strong)
        self._write(certificate_content.TITLE, 64 * self._scale(0.3), WHITE, y=height * 0.4, bold=True)
        self._write(certificate_content.TITLE_ENGLISH, 31 * self._scale(0.6), WHITE, y=height * 0.76)
        self.y = height + 44

    def alarm(self, chinese: str, english: str) -> None:
        """A red banner that cannot be overlooked."""
        height = 190 * self._scale(0.5)
        self.pen.rectangle((0, self.y - 44, WIDTH, self.y - 44 + height), fill=WARNING)
        self._write(chinese, 72 * self._scale(0.4), WHITE, y=self.y - 44 + height * 0.38, bold=True)
        self._write(english, 38 * self._scale(0.4), WHITE, y=self.y - 44 + height * 0.78)
        self.y += height

    def plate(self) -> None:
        """The number plate as it hangs on the car."""
        drawn = draw_plate(self.face.plate, self.face.plate_type, width=620)
        self.image.paste(drawn, ((WIDTH - drawn.width) // 2, round(self.y)), drawn)
        self.y += drawn.height + 40

    def validity(self) -> None:
        """Until when, as large as the plate."""
        self._write("检验有效期至  Valid until", 34 * self.manner.scale, self.manner.soft, y=self.y + 22)
        self.y += 58 * self.manner.scale
        size = 96 * self._scale(0.5)
        colour = WARNING if self.face.alarm else self.strong
        self._write(self.face.month_chinese, size, colour, y=self.y + size * 0.55, bold=True)
        self.y += size * 1.25 + 8
        self._write(self.face.month_english, 40 * self.manner.scale, self.manner.ink, y=self.y + 16)
        self.y += 66 * self.manner.scale

    def particulars(self) -> None:
        """The table of labels and values, Chinese above English."""
        scale = self.manner.scale
        for label, english, value, value_english in self.face.rows():
            self.pen.line((_MARGIN, self.y, WIDTH - _MARGIN, self.y), fill=self.manner.line, width=2)
            self._left(label, 34 * scale, self.manner.ink, _MARGIN, self.y + 34 * scale)
            self._left(english, 24 * scale, self.manner.soft, _MARGIN, self.y + 70 * scale)
            column = _MARGIN + 200 * scale
            middle = self.y + (34 if value_english else 50) * scale
            self._left(value, 38 * scale, self.manner.ink, column, middle)
            self._left(value_english, 26 * scale, self.manner.soft, column, self.y + 72 * scale)
            self.y += 98 * scale
        self.pen.line((_MARGIN, self.y, WIDTH - _MARGIN, self.y), fill=self.manner.line, width=2)
        self.y += 40

    def code(self) -> None:
        """The QR on plain white, with what to do with it."""
        drawn = qr_code.draw_code(self.face.code_text, level="Q", module=_QR_MODULE)
        left = (WIDTH - drawn.width) // 2
        frame = (left - 10, self.y - 10, left + drawn.width + 9, self.y + drawn.height + 9)
        self.pen.rounded_rectangle(frame, 14, fill=WHITE, outline=self.strong, width=4)
        self.image.paste(drawn, (left, round(self.y)))
        self.y += drawn.height + 44 * self.manner.scale
        words = f"{certificate_content.SCAN}  {certificate_content.SCAN_ENGLISH}"
        self._write(words, 36 * self.manner.scale, self.manner.ink, y=self.y)
        self.y += 44 * self.manner.scale

    def footer(self) -> None:
        """What the document is worth, and when this copy was made."""
        scale = self.manner.scale
        lines = [
            (certificate_content.OFFLINE, 25),
            (certificate_content.OFFLINE_ENGLISH, 25),
            (f"制作时间  Made at  {format_moment(self.face.made_at)}", 27),
        ]
        if self.face.alarm is None:
            lines = [(certificate_content.EQUAL, 27), (certificate_content.EQUAL_ENGLISH, 25), *lines]
        for words, size in lines:
            for row in fonts.wrapped(words, round(size * scale), WIDTH - 2 * _MARGIN):
                self._write(row, size * scale, self.manner.soft, y=self.y + 20 * scale)
                self.y += 42 * scale
        self.y += 30

    def finished(self) -> Image.Image:
        """Cut the sheet to what is on it and frame it."""
        height = round(self.y) + 24
        colour = WARNING if self.face.alarm else self.strong
        self.pen.rectangle((0, 0, WIDTH - 1, height - 1), outline=colour, width=14)
        return self.image.crop((0, 0, WIDTH, height))

    def _scale(self, share: float) -> float:
        """Let what is large already grow only by a share of the variant's scale."""
        return 1 + (self.manner.scale - 1) * share

    def _write(self, words: str, size: float, colour: Colour, *, y: float, bold: bool = False) -> None:
        stroke = fonts.boldness(size) if bold else 0
        font = fonts.sized(round(size))
        self.pen.text((WIDTH / 2, y), words, font=font, fill=colour, anchor="mm", stroke_width=stroke)

    def _left(self, words: str, size: float, colour: Colour, x: float, y: float) -> None:
        """Write from the left, smaller if the words would leave the sheet."""
        words, pixels = fonts.fitted(words, round(size), WIDTH - _MARGIN - x, least=20)
        self.pen.text((x, y), words, font=fonts.sized(pixels), fill=colour, anchor="lm")


def _lay_pattern(image: Image.Image, tint: Colour) -> None:
    """Cover the paper with fine waves in the year's tint, as security paper has."""
    pen = ImageDraw.Draw(image)
    for row in range(-40, image.height, 26):
        points = [(x, row + 18 * math.sin(x / 70 + row / 90)) for x in range(0, WIDTH + 12, 12)]
        pen.line(points, fill=tint, width=5)
