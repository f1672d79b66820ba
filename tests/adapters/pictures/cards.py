"""Synthetic ID cards and driving licences, held up in front of a scene."""

import io
import random
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.adapters.pictures.portraits import COLLINS, face, jpeg

CARD = (856, 540)
_FONT = files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(_FONT.read_bytes()), size)


def card(name: str, id_number: str) -> Image.Image:
    """Return a card with the words of an ID card and a portrait, in another design than real ones."""
    drawn = Image.new("RGB", CARD, (224, 232, 238))
    pen = ImageDraw.Draw(drawn)
    for line, text in enumerate((f"姓名  {name}", "性别  女    民族  汉", "住址  南宁市测试路 1 号")):
        pen.text((50, 60 + line * 90), text, (25, 25, 35), _font(40))
    pen.text((50, 440), "公民身份号码", (25, 25, 35), _font(34))
    pen.text((300, 432), id_number, (15, 15, 20), _font(46))
    drawn.paste(face(COLLINS).crop((170, 40, 290, 190)).resize((220, 275)), (590, 60))
    return drawn


def held_up(drawn: Image.Image, *, wide: int = 760, seed: int = 0) -> Image.Image:
    """Return the card in front of a scene, slightly rotated, this many pixels wide."""
    chance = random.Random(seed)
    room = Image.new("RGB", (1200, 900), (96, 88, 80))
    pen = ImageDraw.Draw(room)
    for _ in range(12):
        x, y = chance.randint(0, 1200), chance.randint(0, 900)
        pen.ellipse((x, y, x + 200, y + 160), fill=tuple(chance.randint(60, 130) for _ in range(3)))
    small = drawn.convert("RGBA").resize((wide, wide * CARD[1] // CARD[0]), Image.Resampling.LANCZOS)
    turned = small.rotate(chance.uniform(-7, 7), expand=True, resample=Image.Resampling.BICUBIC)
    room.paste(turned, (160, 160), turned)
    return room


def photographed(picture: Image.Image, *, blur: float = 0.6, quality: int = 80) -> bytes:
    """Return the scene as a phone sends it."""
    return jpeg(picture.filter(ImageFilter.GaussianBlur(blur)), quality)
