"""Simulated digits beside a face: handwritten on a sheet of paper, and typed."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from tests.adapters.pictures.portraits import another_photo, face

Stroke = tuple[tuple[float, float], ...]


def holding(person: str, digits: str, seed: int = 0) -> bytes:
    """Return a JPEG of the person, on another day than in their portrait, with handwritten digits beside the head."""
    chance = random.Random(seed)
    scene = Image.new("RGB", (1200, 900), (92, 108, 120))
    scene.paste(another_photo(person).resize((640, 640)), (0, 200))
    paper = sheet(digits, chance).rotate(chance.uniform(-8, 8), expand=True, resample=Image.Resampling.BICUBIC)
    scene.paste(paper, (680, 330), paper)
    out = io.BytesIO()
    scene.filter(ImageFilter.GaussianBlur(0.7)).save(out, "JPEG", quality=80)
    return out.getvalue()


def typed(person: str, digits: str, *, on_paper: bool) -> bytes:
    """Return a JPEG of the person with digits that software has written beside the head."""
    scene = Image.new("RGB", (1200, 900), (92, 108, 120))
    scene.paste(face(person).resize((640, 640)), (0, 200))
    if on_paper:
        scene.paste((235, 232, 224), (660, 300, 1080, 520))
    ink = (30, 32, 70) if on_paper else (250, 250, 250)
    ImageDraw.Draw(scene).text((700, 330), digits, font=ImageFont.truetype(str(serif_path()), 140), fill=ink)
    out = io.BytesIO()
    scene.filter(ImageFilter.GaussianBlur(0.7)).save(out, "JPEG", quality=80)
    return out.getvalue()


def sheet(digits: str, chance: random.Random) -> Image.Image:
    """Return a sheet of paper with the digits, transparent around."""
    paper = Image.new("RGBA", (470, 260), (235, 232, 224, 255))
    pen = ImageDraw.Draw(paper)
    slant, thickness = chance.uniform(-0.1, 0.2), chance.randint(8, 12)
    for place, digit in enumerate(digits):
        left, size = 35 + place * 105 + chance.uniform(-6, 6), 75
        top = 60 + (-1) ** place * chance.uniform(6, 14)  # Nobody writes quite on a line.
        for stroke in _STROKES[digit]:
            line = [
                (
                    left + (x + slant * (1 - y)) * size + chance.gauss(0, 1.5),
                    top + y * size * 1.8 + chance.gauss(0, 1.5),
                )
                for x, y in stroke
            ]
            pen.line(line, fill=(30, 32, 70, 255), width=thickness, joint="curve")
    return paper


def _arc(x: float, y: float, wide: float, high: float, start: float, end: float) -> Stroke:
    angles = [math.radians(start + (end - start) * step / 14) for step in range(15)]
    return tuple((x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles)


_STROKES: dict[str, tuple[Stroke, ...]] = {
    "2": ((*_arc(0.45, 0.27, 0.4, 0.25, 190, 400), (0.1, 1.0), (0.9, 0.98)),),
    "3": ((*_arc(0.4, 0.25, 0.38, 0.24, 200, 440), *_arc(0.4, 0.73, 0.42, 0.26, 270, 510)),),
    "4": (((0.55, 0.0), (0.05, 0.65), (0.95, 0.62)), ((0.68, 0.35), (0.66, 1.05))),
    "5": (((0.85, 0.0), (0.2, 0.02), (0.14, 0.42), *_arc(0.42, 0.68, 0.42, 0.3, 235, 500)),),
    "6": (((0.75, 0.0), (0.35, 0.25), *_arc(0.48, 0.72, 0.38, 0.28, 190, 550)),),
    "8": ((*_arc(0.48, 0.26, 0.32, 0.25, 90, 450), *_arc(0.48, 0.75, 0.4, 0.25, 270, 630)),),
    "9": ((*_arc(0.45, 0.28, 0.34, 0.27, 0, 360), (0.79, 0.3), (0.72, 0.65), (0.6, 1.02)),),
}
