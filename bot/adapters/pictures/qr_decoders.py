"""The two readers of QR codes, each a function from a grey picture to the texts in it."""

import importlib
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any

from PIL import Image

Texts = frozenset[str]
Decode = Callable[[Image.Image], Texts]


class QrDecoder(StrEnum):
    """Who reads: zxing-cpp comes whole in its package, pyzbar needs the system's zbar library beside it."""

    ZXING = "zxing-cpp"
    PYZBAR = "pyzbar"


@cache
def decoders() -> dict[QrDecoder, Decode]:
    """The readers that work here, the quicker first."""
    found: dict[QrDecoder, Decode] = {}
    for reader, load in ((QrDecoder.ZXING, _zxing), (QrDecoder.PYZBAR, _pyzbar)):
        try:
            found[reader] = load()
        except (ImportError, OSError):  # pyzbar raises the latter where the system's library is broken.
            continue
    return found


def available_decoders() -> tuple[QrDecoder, ...]:
    """Which readers work on this machine; none means that codes are typed or opened as links."""
    return tuple(decoders())


def _zxing() -> Decode:
    library: Any = importlib.import_module("zxingcpp")
    plain = library.TextMode.Plain  # As it stands in the code: by default orders to a terminal come as "<ESC>".

    def read(picture: Image.Image) -> Texts:
        found = library.read_barcodes(picture, formats=library.BarcodeFormat.QRCode, text_mode=plain)
        return frozenset(code.text for code in found if code.valid)

    return read


def _pyzbar() -> Decode:
    library: Any = importlib.import_module("pyzbar.pyzbar")

    def read(picture: Image.Image) -> Texts:
        found = library.decode(picture, symbols=[library.ZBarSymbol.QRCODE])
        return frozenset(code.data.decode("utf-8", "replace") for code in found)

    return read
