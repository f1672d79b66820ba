"""The two people in the photos of the tests, which are in the public domain (see tests/data/faces/SOURCES.md)."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

FACES = Path(__file__).parents[2] / "data" / "faces"
COLLINS, HOPPER = "collins", "hopper"
PEOPLE = (COLLINS, HOPPER)
MASKS = {COLLINS: (182, 112, 264, 176), HOPPER: (190, 222, 348, 333)}


@cache
def face(person: str) -> Image.Image:
    """Return the person's photo."""
    with Image.open(FACES / f"{person}.jpg") as opened:
        return opened.convert("RGB")


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    """Return the picture as JPEG."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def turned(picture: bytes, turns: int) -> bytes:
    """Return a JPEG turned left by quarter turns."""
    with Image.open(io.BytesIO(picture)) as opened:
        return jpeg(opened.rotate(90 * turns, expand=True))


def another_photo(person: str) -> Image.Image:
    """Return the person as in a photo of another day: mirrored, slanted, wider, brighter and flatter."""
    whole = face(person)
    slanted = (0.8, 0.2, -0.1 * whole.height, 0, 1, 0)
    whole = whole.transform(whole.size, Image.Transform.AFFINE, slanted, resample=Image.Resampling.BICUBIC)
    bright = ImageEnhance.Brightness(whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT)).enhance(1.5)
    return ImageEnhance.Contrast(bright).enhance(0.8)


def masked(person: str, colour: tuple[int, int, int]) -> Image.Image:
    """Return the person's photo with a mask over mouth and nose, with pleats."""
    whole = face(person).copy()
    left, top, right, bottom = MASKS[person]
    pen = ImageDraw.Draw(whole)
    pen.rounded_rectangle((left, top, right, bottom), radius=(bottom - top) // 3, fill=colour)
    for pleat in range(1, 4):
        down = top + pleat * (bottom - top) // 4
        pen.line((left, down, right, down), fill=tuple(max(0, value - 12) for value in colour), width=2)
    return whole


def variants(person: str) -> dict[str, bytes]:
    """Return the same photo, changed as by another phone, light or hand."""
    whole = face(person)
    wide, high = whole.size
    return {
        "recompressed": jpeg(whole, quality=35),
        "turned left": jpeg(whole.rotate(12, resample=Image.Resampling.BICUBIC)),
        "turned right": jpeg(whole.rotate(-12, resample=Image.Resampling.BICUBIC)),
        "mirrored": jpeg(whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "cropped": jpeg(whole.crop((wide // 6, 0, wide, high * 3 // 4))),
        "smaller": jpeg(whole.resize((wide * 3 // 4, high * 3 // 4))),
        "larger": jpeg(whole.resize((wide * 2, high * 2))),
        "darker": jpeg(ImageEnhance.Brightness(whole).enhance(0.6)),
        "brighter": jpeg(ImageEnhance.Brightness(whole).enhance(1.35)),
        "flat": jpeg(ImageEnhance.Contrast(whole).enhance(0.6)),
        "soft": jpeg(whole.filter(ImageFilter.GaussianBlur(1.2))),
        "grey": jpeg(whole.convert("L")),
    }
