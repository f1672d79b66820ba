"""Reading the QR codes in a photo: two readers over a cascade of views, the cheap ones first.

    as it is → ×2 → ×2 and sharpened → ×3 → ×½ → ×2 and blurred → contrast stretched → both

Measured with Telegram-like recompression, ×2 helps most on small and tilted codes, ×3 on tilt, ½ on large noisy
pictures, blur after upscaling on dim ones; sharpening reads what was out of focus. Each view is shown to zxing-cpp,
then to pyzbar.
"""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageFilter, ImageOps

from bot.adapters.pictures.qr_decoders import Decode, decoders

SECONDS = 2.5
MAX_VIEW_PIXELS = 16_000_000
View = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class QrSearchResult:
    """What a photo's codes say: every distinct ASCII text, sorted; how many others; how many looks it took.

    A text that is not plain ASCII is none of ours (readers guess at its alphabet) and is counted, not told.
    """

    texts: tuple[str, ...]
    others: int
    looks: int


def read_codes(picture: bytes, *, wanted: Sequence[str] = (), seconds: float = SECONDS) -> QrSearchResult:
    """Look until a code is found, or one that starts with one of `wanted` where given, or the seconds are over.

    A photo may hold several codes, a certificate's and a vehicle's say: naming those wanted makes the search go on
    past the one that is easy to read.
    """
    found: set[str] = set()
    until = time.monotonic() + seconds
    looks = 0
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L")
    for view, read in _looks(grey):
        looks += 1
        found |= read(view)
        if _enough(found, wanted) or time.monotonic() > until:
            break
    ours = tuple(sorted(text for text in found if _is_plain(text)))
    return QrSearchResult(ours, len(found) - len(ours), looks)


def _looks(grey: Image.Image) -> Iterator[tuple[Image.Image, Decode]]:
    for make in VIEWS:
        view = make(grey)
        for read in decoders().values():
            yield view, read


def _enough(found: set[str], wanted: Sequence[str]) -> bool:
    return any(text.startswith(tuple(wanted)) for text in found) if wanted else bool(found)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text != ""


def _scaled(factor: float) -> View:
    """Larger or smaller by the factor, but never more pixels than a look may cost."""

    def scale(grey: Image.Image) -> Image.Image:
        bound = (MAX_VIEW_PIXELS / (grey.width * grey.height)) ** 0.5
        by = max(min(factor, bound), min(factor, 1.0))
        size = (max(1, round(grey.width * by)), max(1, round(grey.height * by)))
        return grey.resize(size, Image.Resampling.BICUBIC)

    return scale


def _as_it_is(grey: Image.Image) -> Image.Image:
    return grey


def _sharpened(grey: Image.Image) -> Image.Image:
    return _scaled(2)(grey).filter(ImageFilter.UnsharpMask(radius=8, percent=300, threshold=0))


def _blurred(grey: Image.Image) -> Image.Image:
    return _scaled(2)(grey).filter(ImageFilter.GaussianBlur(2))


def _stretched(grey: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(grey, cutoff=2)


def _stretched_and_blurred(grey: Image.Image) -> Image.Image:
    return _blurred(_stretched(grey))


VIEWS: tuple[View, ...] = (
    _as_it_is,
    _scaled(2),
    _sharpened,
    _scaled(3),
    _scaled(0.5),
    _blurred,
    _stretched,
    _stretched_and_blurred,
)
