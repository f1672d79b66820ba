"""Draws the example of an ID photo: a person who holds the document at the shoulder."""

import io
from functools import cache

from PIL import Image, ImageDraw

from bot.adapters.drawing import fonts
from bot.adapters.drawing.colours import INK, SOFT_INK, WHITE, Colour

WIDTH, HEIGHT = 1080, 1440

_GREEN: Colour = (22, 128, 74)
_RED: Colour = (190, 30, 40)
_WALL: Colour = (226, 235, 243)
_SKIN: Colour = (244, 208, 178)
_SHADE: Colour = (226, 182, 150)
_HAIR: Colour = (46, 40, 40)
_SHIRT: Colour = (60, 104, 168)
_CARD: Colour = (240, 248, 252)
_CARD_EDGE: Colour = (92, 130, 160)

_RULES = (
    (True, "本人证件，举到肩旁", "Your own document, held at the shoulder"),
    (True, "画面中只有本人头部和证件", "Only your head and the document in the frame"),
    (True, "证件文字清晰可读，光线充足", "Writing legible, enough light"),
    (True, "由本人独自现场拍摄", "Taken by yourself, here and now"),
    (False, "不要遮挡、反光、翻拍或修图", "No fingers over text, glare, copies or edits"),
)


@cache
def id_photo_guide() -> bytes:
    """Return the example with its captions in Chinese and English as PNG. It is always the same: drawn once."""
    image = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    pen = ImageDraw.Draw(image)
    _write(pen, "手持证件照示例", (WIDTH / 2, 62), 58, INK, anchor="mm", bold=True)
    _write(pen, "Example of the photo with your document", (WIDTH / 2, 122), 32, SOFT_INK, anchor="mm")
    mask = Image.new("L", (900, 700), 0)
    ImageDraw.Draw(mask).rounded_rectangle((2, 2, 897, 697), 24, fill=255)
    image.paste(_scene(), (90, 168), mask)
    pen.rounded_rectangle((90, 168, 990, 868), 24, outline=_GREEN, width=8)
    for place, (good, chinese, english) in enumerate(_RULES):
        _rule(pen, 908 + place * 102, good, chinese, english)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _scene() -> Image.Image:
    """Draw the person and the document at twice the size and scale them down, for smooth edges."""
    scene = Image.new("RGB", (1800, 1400), _WALL)
    pen = ImageDraw.Draw(scene)
    _person(pen)
    _document(scene)
    _hand(pen)
    return scene.resize((900, 700), Image.Resampling.LANCZOS)


def _person(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((210, 1010, 1130, 1700), 240, fill=_SHIRT)
    pen.rounded_rectangle((560, 820, 780, 1120), 90, fill=_SHADE)
    pen.polygon([(540, 1020), (670, 1170), (800, 1020)], fill=WHITE)
    pen.ellipse((380, 150, 960, 800), fill=_HAIR)
    pen.ellipse((376, 500, 456, 640), fill=_SHADE)
    pen.ellipse((884, 500, 964, 640), fill=_SHADE)
    pen.rounded_rectangle((414, 250, 926, 920), 250, fill=_SKIN)
    pen.chord((398, 150, 942, 620), 186, 354, fill=_HAIR)
    for x in (560, 780):
        pen.ellipse((x - 30, 548, x + 30, 602), fill=WHITE)
        pen.ellipse((x - 22, 550, x + 22, 600), fill=_HAIR)
        pen.arc((x - 60, 478, x + 60, 560), 205, 335, fill=_HAIR, width=13)
    pen.arc((640, 600, 700, 700), 40, 150, fill=_SHADE, width=12)
    pen.arc((580, 700, 760, 810), 25, 155, fill=(176, 84, 84), width=13)


def _document(scene: Image.Image) -> None:
    """Draw a slightly tilted card with a portrait and lines of text."""
    card = Image.new("RGBA", (700, 450), (0, 0, 0, 0))
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((4, 4, 695, 445), 34, fill=_CARD, outline=_CARD_EDGE, width=8)
    for place, (label, length) in enumerate((("姓名", 120), ("性别", 60), ("出生", 190), ("住址", 230))):
        y = 70 + place * 72
        _write(pen, label, (44, y), 38, _CARD_EDGE, anchor="lm")
        pen.rounded_rectangle((142, y - 13, 142 + length, y + 13), 12, fill=INK)
    _write(pen, "公民身份号码", (44, 392), 36, _CARD_EDGE, anchor="lm")
    pen.rounded_rectangle((290, 378, 640, 406), 12, fill=INK)
    pen.rounded_rectangle((448, 52, 650, 320), 16, fill=(206, 222, 236))
    pen.ellipse((498, 92, 600, 216), fill=_SKIN)
    pen.chord((494, 84, 604, 204), 180, 360, fill=_HAIR)
    pen.chord((462, 226, 636, 420), 180, 360, fill=_SHIRT)
    tilted = card.rotate(-5, resample=Image.Resampling.BICUBIC, expand=True)
    scene.paste(tilted, (1010, 640), tilted)


def _hand(pen: ImageDraw.ImageDraw) -> None:
    """Draw the hand over the lower edge of the card, where there is no text."""
    pen.line([(1080, 1440), (1240, 1320), (1330, 1230)], fill=_SHIRT, width=210, joint="curve")
    pen.ellipse((1250, 1136, 1440, 1306), fill=_SKIN)
    pen.rounded_rectangle((1278, 1086, 1334, 1236), 28, fill=_SKIN, outline=_SHADE, width=4)
    for place in range(3):
        left = 1334 + place * 40
        pen.rounded_rectangle((left, 1144 + place * 8, left + 48, 1260), 24, fill=_SKIN, outline=_SHADE, width=4)


def _rule(pen: ImageDraw.ImageDraw, y: int, good: bool, chinese: str, english: str) -> None:
    """Write one rule with a tick or a cross before it."""
    colour = _GREEN if good else _RED
    pen.ellipse((96, y + 8, 156, y + 68), fill=colour)
    if good:
        pen.line([(111, y + 39), (122, y + 51), (142, y + 27)], fill=WHITE, width=7, joint="curve")
    else:
        pen.line([(114, y + 26), (138, y + 50)], fill=WHITE, width=7)
        pen.line([(138, y + 26), (114, y + 50)], fill=WHITE, width=7)
    _write(pen, chinese, (186, y + 22), 40, INK, anchor="lm")
    _write(pen, english, (186, y + 66), 28, SOFT_INK, anchor="lm")


def _write(
    pen: ImageDraw.ImageDraw,
    words: str,
    place: tuple[float, float],
    size: int,
    colour: Colour,
    *,
    anchor: str,
    bold: bool = False,
) -> None:
    stroke = fonts.boldness(size) if bold else 0
    pen.text(place, words, font=fonts.sized(size), fill=colour, anchor=anchor, stroke_width=stroke)
