"""The two people in the photos of the tests, which are in the public domain (see tests/data/faces/SOURCES.md)."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter

FACES = Path(__file__).parents[2] / "data" / "faces"
COLLINS, HOPPER = "collins", "hopper"
PEOPLE = (COLLINS, HOPPER)


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
