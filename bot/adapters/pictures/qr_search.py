"""Finds QR codes in a photo: passes over variants of the picture, the cheap ones first, with two decoders each.

    original → ×2 → ×2 and sharpened → ×3 → ×½ → ×2 and blurred → contrast stretched → both

Measured with recompression as Telegram's: ×2 helps with small and tilted codes, ×3 with tilted ones, ×½ with large
noisy pictures, sharpening with codes out of focus, blurring with dark ones. zxing-cpp is tried before pyzbar.
"""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageFilter, ImageOps

from bot.adapters.pictures.qr_decoders import Decode, decoders

MAX_SECONDS = 2.5
MAX_PIXELS = 16_000_000
Variant = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class QrSearchResult:
    """The distinct printable ASCII texts, sorted; the number of other texts; the number of attempts.

    Other texts are counted only: they are not ours, and decoders guess their encoding.
    """

    texts: tuple[str, ...]
    others: int
    attempts: int


def find_qr_codes(photo: bytes, *, wanted: Sequence[str] = (), seconds: float = MAX_SECONDS) -> QrSearchResult:
    """Try until a code is found, or one with a prefix in `wanted` if given, or the seconds have passed.

    A photo may contain several codes, for example of a certificate and of a vehicle: with `wanted` the search does
    not end at another code that is easier to read.
    """
    found: set[str] = set()
    until = time.monotonic() + seconds
    attempts = 0
    with Image.open(io.BytesIO(photo)) as opened:
        grey = opened.convert("L")
    for picture, decode in _attempts(grey):
        attempts += 1
        found |= decode(picture)
        if _enough(found, wanted) or time.monotonic() > until:
            break
    ours = tuple(sorted(text for text in found if _is_plain(text)))
    return QrSearchResult(ours, len(found) - len(ours), attempts)


def _attempts(grey: Image.Image) -> Iterator[tuple[Image.Image, Decode]]:
    for variant in VARIANTS:
        picture = variant(grey)
        for decode in decoders().values():
            yield picture, decode


def _enough(found: set[str], wanted: Sequence[str]) -> bool:
    return any(text.startswith(tuple(wanted)) for text in found) if wanted else bool(found)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text != ""


def _scaled(factor: float) -> Variant:
    """Return a variant scaled by the factor, with at most MAX_PIXELS pixels."""

    def scale(grey: Image.Image) -> Image.Image:
        bound = (MAX_PIXELS / (grey.width * grey.height)) ** 0.5
        by = max(min(factor, bound), min(factor, 1.0))
        size = (max(1, round(grey.width * by)), max(1, round(grey.height * by)))
        return grey.resize(size, Image.Resampling.BICUBIC)

    return scale


def _original(grey: Image.Image) -> Image.Image:
    return grey


def _sharpened(grey: Image.Image) -> Image.Image:
    return _scaled(2)(grey).filter(ImageFilter.UnsharpMask(radius=8, percent=300, threshold=0))


def _blurred(grey: Image.Image) -> Image.Image:
    return _scaled(2)(grey).filter(ImageFilter.GaussianBlur(2))


def _stretched(grey: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(grey, cutoff=2)


def _stretched_and_blurred(grey: Image.Image) -> Image.Image:
    return _blurred(_stretched(grey))


VARIANTS: tuple[Variant, ...] = (
    _original,
    _scaled(2),
    _sharpened,
    _scaled(3),
    _scaled(0.5),
    _blurred,
    _stretched,
    _stretched_and_blurred,
)
