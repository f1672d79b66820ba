"""The font of all drawn documents, Noto Sans SC: sizes, fitting and line breaking."""

import re
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont

# A word or a Chinese character with the punctuation that may not begin a line and the spaces that may end one.
_PIECE = re.compile(r"(?:[\x21-\x7e\u00a0-\u024f]+|.)[，。、；：！？）》”]* *")


def path() -> Path:
    """Return the path of the font file."""
    return pylopdf_fonts_zh_cn.sans_path()


@lru_cache(maxsize=64)
def sized(pixels: int) -> ImageFont.FreeTypeFont:
    """Return the font for Pillow in this size in pixels."""
    return ImageFont.truetype(path(), pixels, layout_engine=ImageFont.Layout.BASIC)


def boldness(pixels: float) -> int:
    """Return the stroke width in pixels that makes this size look bold: the font has one weight only."""
    return max(1, round(pixels / 38))


def fitted(text: str, pixels: int, width: float, *, least: int) -> tuple[str, int]:
    """Return the text and the largest size up to `pixels` at which it fits; truncated if it does not fit at `least`."""
    while pixels > least and sized(pixels).getlength(text) > width:
        pixels -= 1
    while text and sized(pixels).getlength(text) > width:
        text = text[:-2] + "…"
    return text, pixels


def wrapped(text: str, pixels: int, width: float) -> list[str]:
    """Break a text into lines of at most this width: between words, between Chinese characters, at line breaks."""
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
