"""Draws QR codes of certificates, payments and vehicles, with a caption if asked."""

import io
from dataclasses import dataclass
from functools import lru_cache

import qrcode
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

from bot.adapters.drawing import fonts
from bot.adapters.drawing.colours import INK, SOFT_INK, WARNING, WHITE, Colour
from bot.adapters.drawing.plate import draw_plate

QUIET_MODULES = 4
LARGE_PRINT = 1.5

_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_CARD_WIDTH = 900
_CODE_WIDTH = 680
_GAP = 22


@dataclass(frozen=True, slots=True)
class QrCaption:
    """The caption of a vehicle code: title and plate above; short code, expiry and warning below.

    The plate is drawn in its plate type; a line break in a text begins a new line. large: in large print.
    """

    title: str = ""
    plate: str = ""
    plate_type: str = "02"
    short_code: str = ""
    lifetime: str = ""
    warning: str = ""
    large: bool = False


@lru_cache(maxsize=8)
def matrix(text: str, *, level: str = "Q") -> tuple[tuple[bool, ...], ...]:
    """Return the modules, True for dark, without a quiet zone; digits and capitals use the alphanumeric mode."""
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def version(text: str, *, level: str = "Q") -> int:
    """Return the version of the code, which has 17 + 4 × version modules per side."""
    return (len(matrix(text, level=level)) - 17) // 4


def draw_code(text: str, *, level: str = "Q", module: int = 8) -> Image.Image:
    """Draw the code in black and white with its quiet zone, `module` pixels per module."""
    rows = matrix(text, level=level)
    side = len(rows) + 2 * QUIET_MODULES
    small = Image.new("1", (side, side), 1)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                small.putpixel((across + QUIET_MODULES, down + QUIET_MODULES), 0)
    return small.resize((side * module, side * module), Image.Resampling.NEAREST)


def qr_png(text: str, *, level: str = "Q", module: int = 8, caption: QrCaption | None = None) -> bytes:
    """Return the code as PNG; with a caption, on a card 900 pixels wide."""
    if caption is None:
        picture = draw_code(text, level=level, module=module)
    else:
        side = len(matrix(text, level=level)) + 2 * QUIET_MODULES
        picture = _card(draw_code(text, level=level, module=max(4, _CODE_WIDTH // side)), caption)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _card(code: Image.Image, caption: QrCaption) -> Image.Image:
    """Stack title, plate, code and texts on a white card."""
    scale = LARGE_PRINT if caption.large else 1
    parts = [_strip(caption.title, 42 * scale, INK if caption.large else SOFT_INK)]
    if caption.plate:
        parts.append(draw_plate(caption.plate, caption.plate_type, width=round(440 * scale)))
    parts += [
        code,
        _strip(caption.short_code, 68 * scale, INK, bold=True),
        _strip(caption.lifetime, 38 * scale, INK if caption.large else SOFT_INK),
        _strip(caption.warning, 36 * scale, WARNING, bold=True),
    ]
    height = sum(part.height for part in parts) + _GAP * (len(parts) + 1)
    card = Image.new("RGB", (_CARD_WIDTH, height), WHITE)
    y = _GAP
    for part in parts:
        place = ((_CARD_WIDTH - part.width) // 2, y)
        card.paste(part, place, part if part.mode == "RGBA" else None)
        y += part.height + _GAP
    return card


def _strip(words: str, points: float, colour: Colour, *, bold: bool = False) -> Image.Image:
    """Draw centred, wrapped lines on a white strip; for an empty text the strip has no height."""
    size = round(points)
    rows = fonts.wrapped(words, size, _CARD_WIDTH - 96) if words else []
    leading = round(size * 1.4)
    strip = Image.new("RGB", (_CARD_WIDTH, leading * len(rows)), WHITE)
    pen = ImageDraw.Draw(strip)
    for number, row in enumerate(rows):
        middle = (_CARD_WIDTH / 2, leading * (number + 0.5))
        stroke = fonts.boldness(size) if bold else 0
        pen.text(middle, row, font=fonts.sized(size), fill=colour, anchor="mm", stroke_width=stroke)
    return strip
