"""Fingerprints: whether this very file, or this very picture under another compression, was seen before."""

import hashlib
import math
from dataclasses import dataclass
from typing import Self

from PIL import Image

SIDE = 32
KEPT = 8
SAME_PICTURE_BITS = 8


@dataclass(frozen=True)
class PictureHashes:
    """Of a file as it came: SHA-256 of its bytes, and 64 bits of what it shows, both in hexadecimal.

    The second survives recompression, scaling and small changes of light: DCT hash (pHash) of 32 × 32 grey pixels.
    """

    sha256: str
    perceptual: str

    @classmethod
    def of(cls, data: bytes, picture: Image.Image) -> Self:
        """Take both fingerprints; `picture` is `data` decoded and turned upright."""
        return cls(hashlib.sha256(data).hexdigest(), f"{_perceptual(picture):016x}")

    def bits_apart(self, other: Self) -> int:
        """In how many of 64 bits the two pictures differ: about 32 for pictures that have nothing in common."""
        return (int(self.perceptual, 16) ^ int(other.perceptual, 16)).bit_count()

    def shows_the_same(self, other: Self, *, within: int = SAME_PICTURE_BITS) -> bool:
        """Whether one looks like a copy of the other: a reason to look closer, not a proof."""
        return self.sha256 == other.sha256 or self.bits_apart(other) <= within


def _perceptual(picture: Image.Image) -> int:
    pixels = list(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS).tobytes())
    lines = [_waves(pixels[start : start + SIDE]) for start in range(0, SIDE * SIDE, SIDE)]
    strengths = [value for column in zip(*lines, strict=True) for value in _waves(column)]
    middle = sorted(strengths[1:])[len(strengths) // 2]  # Without the first: it is the brightness.
    return sum((value > middle) << place for place, value in enumerate(strengths))


def _waves(values: list[int] | tuple[float, ...]) -> list[float]:
    """The slowest eight terms of the discrete cosine transform (type II) of 32 values."""
    return [sum(value * cosine for value, cosine in zip(values, row, strict=True)) for row in _COSINES]


_COSINES = [[math.cos(math.pi * (2 * at + 1) * wave / (2 * SIDE)) for at in range(SIDE)] for wave in range(KEPT)]
