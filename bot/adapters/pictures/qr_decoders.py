"""The QR decoders, each a function from a grey picture to the texts of its codes.

zxing-cpp tells black from white by the surroundings of each pixel, or by one threshold for the picture, which reads
some codes in glare or shade that the first does not.
"""

import importlib
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any

from PIL import Image

Texts = frozenset[str]
Decode = Callable[[Image.Image], Texts]


class QrDecoder(StrEnum):
    """zxing-cpp is complete in its package; pyzbar needs the zbar library of the system."""

    ZXING = "zxing-cpp"
    PYZBAR = "pyzbar"


@cache
def decoders() -> dict[QrDecoder, Decode]:
    """Return the installed decoders, the faster first."""
    found: dict[QrDecoder, Decode] = {}
    for decoder, load in ((QrDecoder.ZXING, _zxing), (QrDecoder.PYZBAR, _pyzbar)):
        try:
            found[decoder] = load()
        except (ImportError, OSError):  # pyzbar raises OSError if the library of the system is broken.
            continue
    return found


@cache
def global_decoder() -> Decode:
    """Return zxing-cpp with one threshold for the picture. Raises ImportError."""
    return _zxing("GlobalHistogram")


def _zxing(binarizer: str = "LocalAverage") -> Decode:
    library: Any = importlib.import_module("zxingcpp")
    threshold = getattr(library.Binarizer, binarizer)
    plain = library.TextMode.Plain  # Without it control characters are returned as names, such as "<ESC>".

    def read(picture: Image.Image) -> Texts:
        found = library.read_barcodes(
            picture, formats=library.BarcodeFormat.QRCode, text_mode=plain, binarizer=threshold
        )
        return frozenset(code.text for code in found if code.valid)

    return read


def _pyzbar() -> Decode:
    library: Any = importlib.import_module("pyzbar.pyzbar")

    def read(picture: Image.Image) -> Texts:
        found = library.decode(picture, symbols=[library.ZBarSymbol.QRCODE])
        return frozenset(code.data.decode("utf-8", "replace") for code in found)

    return read
