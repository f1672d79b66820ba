"""The one typeface everything is set in, Noto Sans SC, which has a glyph for every character we write."""

import re
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont

# A word or a Chinese character, each with the closing marks that may not begin a line and the spaces that may end one.
_PIECE = re.compile(r"(?:[\x21-\x7e\u00a0-\u024f]+|.)[，。、；：！？）》”]* *")


def path() -> Path:
    """Return the font file."""
    return pylopdf_fonts_zh_cn.sans_path()


@lru_cache(maxsize=64)
def sized(pixels: int) -> ImageFont.FreeTypeFont:
    """Return the typeface for Pillow at this height in pixels."""
    return ImageFont.truetype(path(), pixels, layout_engine=ImageFont.Layout.BASIC)


def boldness(pixels: float) -> int:
    """Return the stroke, in pixels, that makes this height look bold: the family comes in one weight only."""
    return max(1, round(pixels / 38))


def fitted(text: str, pixels: int, width: float, *, least: int) -> tuple[str, int]:
    """Return the text and the largest size up to `pixels` at which it fits; cut off if even the least is too large."""
    while pixels > least and sized(pixels).getlength(text) > width:
        pixels -= 1
    while text and sized(pixels).getlength(text) > width:
        text = text[:-2] + "…"
    return text, pixels


def wrapped(text: str, pixels: int, width: float) -> list[str]:
    """Break a text into lines no wider than this: between words, between Chinese characters, at line ends."""
    font = sized(pixels)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECE.findall(paragraph):
            if line and font.getlength((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return lines
