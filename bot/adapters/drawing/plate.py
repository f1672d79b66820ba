"""Draws number plates in the colours and dimensions of the standard GA 36 (millimetres).

Ordinary plates are 440 × 140, new-energy plates 480 × 140, rear plates of trailers and large vehicles 440 × 220 in
two lines, motorcycle plates 220 × 140 in two lines.
"""

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageDraw

from bot import plate_display
from bot.adapters.drawing import fonts
from bot.adapters.drawing.colours import BLACK, WHITE, Colour

_RED: Colour = (200, 16, 32)
_INK: Colour = (20, 20, 24)
_FARM_GREEN: Colour = (20, 110, 60)
_BLUE: Colour = (8, 62, 158)
_YELLOW: Colour = (250, 188, 16)
_GREEN: Colour = (92, 196, 122)
_PALE_GREEN: Colour = (236, 250, 240)
_PALE_BLUE: Colour = (214, 232, 248)

_GLYPH_PIXELS = 220
_RED_CHARACTERS = "警使领"
_SUPERSAMPLING = 3


class PlateLayout(StrEnum):
    """The arrangement of the characters."""

    ONE_LINE = "one line"
    NEW_ENERGY = "new energy"
    TWO_LINES = "two lines"
    MOTORCYCLE = "motorcycle"


@dataclass(frozen=True, slots=True)
class PlateStyle:
    """The design of a plate type; `bottom`: lower colour of a gradient, `head`: ground of the first two characters."""

    chinese: str
    english: str
    ground: Colour
    letters: Colour
    shape: PlateLayout = PlateLayout.ONE_LINE
    bottom: Colour | None = None
    head: Colour | None = None


STYLES = {
    "01": PlateStyle("大型汽车", "Large vehicle", _YELLOW, BLACK),
    "02": PlateStyle("小型汽车", "Small car", _BLUE, WHITE),
    "03": PlateStyle("使馆汽车", "Embassy car", _INK, WHITE),
    "04": PlateStyle("领馆汽车", "Consulate car", _INK, WHITE),
    "05": PlateStyle("境外汽车", "Car from abroad", _INK, WHITE),
    "06": PlateStyle("外籍汽车", "Foreigner's car", _INK, WHITE),
    "07": PlateStyle("普通摩托车", "Motorcycle", _YELLOW, BLACK, PlateLayout.MOTORCYCLE),
    "08": PlateStyle("轻便摩托车", "Moped", _BLUE, WHITE, PlateLayout.MOTORCYCLE),
    "09": PlateStyle("使馆摩托车", "Embassy motorcycle", _INK, WHITE, PlateLayout.MOTORCYCLE),
    "10": PlateStyle("领馆摩托车", "Consulate motorcycle", _INK, WHITE, PlateLayout.MOTORCYCLE),
    "11": PlateStyle("境外摩托车", "Motorcycle from abroad", _INK, WHITE, PlateLayout.MOTORCYCLE),
    "12": PlateStyle("外籍摩托车", "Foreigner's motorcycle", _INK, WHITE, PlateLayout.MOTORCYCLE),
    "13": PlateStyle("低速车", "Low-speed vehicle", _YELLOW, BLACK, PlateLayout.TWO_LINES),
    "14": PlateStyle("拖拉机", "Tractor", _FARM_GREEN, WHITE, PlateLayout.TWO_LINES),
    "15": PlateStyle("挂车", "Trailer", _YELLOW, BLACK, PlateLayout.TWO_LINES),
    "16": PlateStyle("教练汽车", "Training car", _YELLOW, BLACK),
    "17": PlateStyle("教练摩托车", "Training motorcycle", _YELLOW, BLACK, PlateLayout.MOTORCYCLE),
    "18": PlateStyle("试验汽车", "Test car", _YELLOW, BLACK),
    "19": PlateStyle("试验摩托车", "Test motorcycle", _YELLOW, BLACK, PlateLayout.MOTORCYCLE),
    "20": PlateStyle("临时入境汽车", "Car on a temporary visit", WHITE, _RED),
    "21": PlateStyle("临时入境摩托车", "Motorcycle on a temporary visit", WHITE, _RED, PlateLayout.MOTORCYCLE),
    "22": PlateStyle("临时行驶车", "Temporary plate", _PALE_BLUE, BLACK),
    "23": PlateStyle("警用汽车", "Police car", WHITE, BLACK),
    "24": PlateStyle("警用摩托车", "Police motorcycle", WHITE, BLACK, PlateLayout.MOTORCYCLE),
    "25": PlateStyle("原农机号牌", "Agricultural machine", _FARM_GREEN, WHITE, PlateLayout.TWO_LINES),
    "26": PlateStyle("香港入出境车", "Hong Kong cross-border car", _INK, WHITE),
    "27": PlateStyle("澳门入出境车", "Macau cross-border car", _INK, WHITE),
    "31": PlateStyle("武警号牌", "Armed police", WHITE, BLACK),
    "32": PlateStyle("军队号牌", "Military", WHITE, BLACK),
    "51": PlateStyle("大型新能源汽车", "Large new-energy vehicle", _GREEN, BLACK, PlateLayout.NEW_ENERGY, head=_YELLOW),
    "52": PlateStyle(
        "小型新能源汽车", "Small new-energy car", _PALE_GREEN, BLACK, PlateLayout.NEW_ENERGY, bottom=_GREEN
    ),
}
_PLAIN = PlateStyle("其他号牌", "Other plate", _BLUE, WHITE)
_SIZES = {
    PlateLayout.ONE_LINE: (440, 140),
    PlateLayout.NEW_ENERGY: (480, 140),
    PlateLayout.TWO_LINES: (440, 220),
    PlateLayout.MOTORCYCLE: (220, 140),
}


def style_of(plate_type: str) -> PlateStyle:
    """Return the design of a plate type; unknown types are blue."""
    return STYLES.get(plate_type, _PLAIN)


def draw_plate(plate: str, plate_type: str, *, width: int) -> Image.Image:
    """Draw the plate `width` pixels wide on a transparent background."""
    style = style_of(plate_type)
    across, down = _SIZES[style.shape]
    head = plate_display.head_length(plate)
    boxes = _boxes(style.shape, len(plate), across, head)
    drawing = _PlateDrawing(style, width * _SUPERSAMPLING / across)
    drawing.lay_ground(across, down, boxes, head)
    for character, box in zip(plate, boxes, strict=True):
        drawing.write(character, box)
    return drawing.image.resize((width, round(width * down / across)), Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True)
class _Box:
    """The position of a character, in millimetres."""

    left: float
    top: float
    width: float
    height: float


def _boxes(shape: PlateLayout, count: int, across: int, head: int) -> list[_Box]:
    """Return the position of each character. head: how many stand before the dot, or in the upper line."""
    rest = count - head
    if shape is PlateLayout.TWO_LINES:
        upper = _Box(110, 15, 80, 60) if head == 2 else _Box(0, 15, 80, 60)
        lower = _row(rest, _Box(0, 90, 65 if rest <= 5 else 52, 110), gap=15 if rest <= 5 else 10, across=across)
        return _row(head, upper, gap=60 if head == 2 else 30, across=0 if head == 2 else across) + lower
    if shape is PlateLayout.MOTORCYCLE:
        upper = _Box(56, 12, 40, 40) if head == 2 else _Box(0, 12, 34, 40)
        row = _row(head, upper, gap=28 if head == 2 else 12, across=0 if head == 2 else across)
        return row + _row(rest, _Box(0, 62, 30, 62), gap=8, across=across)
    narrow, gap, wide_gap = (45, 10, 30) if shape is PlateLayout.NEW_ENERGY else (45, 12, 34)
    if count > 7 and shape is PlateLayout.ONE_LINE:
        narrow, gap, wide_gap = 39, 9, 26
    total = count * narrow + (count - 2) * gap + wide_gap
    left = (across - total) / 2
    before = _row(head, _Box(left, 25, narrow, 90), gap=gap)
    behind = left + head * narrow + (head - 1) * gap + wide_gap
    return before + _row(rest, _Box(behind, 25, narrow, 90), gap=gap)


def _row(count: int, first: _Box, *, gap: float, across: float = 0) -> list[_Box]:
    """Return boxes side by side, centred in `across` if given."""
    left = (across - count * first.width - (count - 1) * gap) / 2 if across else first.left
    step = first.width + gap
    return [_Box(left + place * step, first.top, first.width, first.height) for place in range(count)]


class _PlateDrawing:
    """A plate drawn at a larger scale, for smooth edges."""

    def __init__(self, style: PlateStyle, scale: float) -> None:
        self.style = style
        self.scale = scale
        self.image = Image.new("RGBA", (1, 1))

    def lay_ground(self, across: int, down: int, boxes: list[_Box], head: int) -> None:
        """Draw the background, the border, and the dot behind the first characters, mostly province and letter."""
        size = (round(across * self.scale), round(down * self.scale))
        ground = _ground(self.style, size)
        before = boxes[head - 1]
        between = (before.left + before.width + boxes[head].left) / 2
        if self.style.head:
            ground.paste(self.style.head, (0, 0, round(between * self.scale), size[1]))
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 10 * self.scale, fill=255)
        self.image = Image.new("RGBA", size, (0, 0, 0, 0))
        self.image.paste(ground, (0, 0), mask)
        pen = ImageDraw.Draw(self.image)
        inset = 4 * self.scale
        edge = (inset, inset, size[0] - inset, size[1] - inset)
        pen.rounded_rectangle(edge, 7 * self.scale, outline=self.style.letters, width=round(2.2 * self.scale))
        if self.style.shape is PlateLayout.ONE_LINE:
            self._dot(pen, between, down / 2)
        elif self.style.shape is PlateLayout.TWO_LINES and head == 2:
            self._dot(pen, 220, 45)

    def write(self, character: str, box: _Box) -> None:
        """Draw a character into its box; 警, 使 and 领 are red."""
        colour = _RED if character in _RED_CHARACTERS else self.style.letters
        glyph = _glyph(character)
        height = round(box.height * self.scale)
        width = round(box.width * self.scale)
        natural = round(glyph.width * height / glyph.height)
        width = min(natural, round(width * 0.72)) if character == "1" else width
        left = round((box.left + box.width / 2) * self.scale - width / 2)
        mask = glyph.resize((width, height), Image.Resampling.LANCZOS)
        self.image.paste(Image.new("RGBA", mask.size, (*colour, 255)), (left, round(box.top * self.scale)), mask)

    def _dot(self, pen: ImageDraw.ImageDraw, x: float, y: float) -> None:
        radius = 5.5 * self.scale
        x, y = x * self.scale, y * self.scale
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=self.style.letters)


def _ground(style: PlateStyle, size: tuple[int, int]) -> Image.Image:
    """Return the background: one colour, or a gradient."""
    ground = Image.new("RGB", size, style.ground)
    if style.bottom:
        fade = Image.linear_gradient("L").resize(size)
        ground.paste(Image.new("RGB", size, style.bottom), (0, 0), fade)
    return ground


def _glyph(character: str) -> Image.Image:
    """Return a bold character as a mask, cropped to its pixels."""
    font = fonts.sized(_GLYPH_PIXELS)
    stroke = _GLYPH_PIXELS // (24 if character.isascii() else 60)
    canvas = Image.new("L", (2 * _GLYPH_PIXELS, 2 * _GLYPH_PIXELS), 0)
    ImageDraw.Draw(canvas).text((80, 40), character, font=font, fill=255, stroke_width=stroke)
    box = canvas.getbbox()
    return canvas.crop(box) if box else canvas
