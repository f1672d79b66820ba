"""Perceptual hashes (pHash): recognise a photo that was used before, in another compression or size."""

import hashlib
import math
from dataclasses import dataclass
from typing import Self

from PIL import Image

SIDE = 32
KEPT = 8
MAX_DISTANCE = 8


@dataclass(frozen=True)
class PictureHashes:
    """Hashes of a file: SHA-256 of its bytes, and a perceptual hash of 64 bits, both in hexadecimal.

    The perceptual hash survives recompression, scaling and small changes of brightness: it is a DCT hash of 32 × 32
    grey pixels.
    """

    sha256: str
    perceptual: str

    @classmethod
    def of(cls, data: bytes, picture: Image.Image) -> Self:
        """Compute both hashes; `picture` is `data` decoded and turned upright."""
        return cls(hashlib.sha256(data).hexdigest(), f"{_perceptual(picture):016x}")


def hamming_distance(one: str, other: str) -> int:
    """Return in how many of 64 bits two perceptual hashes differ: about 32 for unrelated pictures."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_near_duplicate(one: str, other: str) -> bool:
    """Return whether two perceptual hashes suggest the same picture: a reason for a person to compare, not a proof."""
    return hamming_distance(one, other) <= MAX_DISTANCE


def _perceptual(picture: Image.Image) -> int:
    pixels = list(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS).tobytes())
    rows = [_cosine_transform(pixels[start : start + SIDE]) for start in range(0, SIDE * SIDE, SIDE)]
    strengths = [value for column in zip(*rows, strict=True) for value in _cosine_transform(column)]
    median = sorted(strengths[1:])[len(strengths) // 2]  # Without the first term, which is the brightness.
    return sum((value > median) << place for place, value in enumerate(strengths))


def _cosine_transform(values: list[int] | tuple[float, ...]) -> list[float]:
    """Return the eight lowest frequencies of the discrete cosine transform (type II) of 32 values."""
    return [sum(value * cosine for value, cosine in zip(values, row, strict=True)) for row in _COSINES]


_COSINES = [[math.cos(math.pi * (2 * at + 1) * wave / (2 * SIDE)) for at in range(SIDE)] for wave in range(KEPT)]
