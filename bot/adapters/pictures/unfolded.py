"""How many bytes a picture unfolds to when it is decoded, estimated from its header before anything decodes it.

Only sizes and kinds are read, by Python alone, which no hostile file can take over: this also runs in the main process.
So it looks at a limited number of parts, however many a file has.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.adapters.pictures.formats import PictureFormat, accepted_format

MAX_UNFOLDED = 256 * 1024 * 1024
MAX_PARTS = 500  # Segments of a JPEG before its frame header, or sizes in a HEIC file: photos have some dozens.
_AFTER_FILL, MAX_FILL = re.compile(rb"[^\xff]"), 4096  # Any marker may be preceded by bytes of 0xFF.
_PIXEL = 4  # Pillow keeps every pixel of several channels in four bytes.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # Markers of a JPEG's frame header.
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_COLOUR = 2  # The kind of a PNG with three channels, eight bits each, is copied only once.


@dataclass(frozen=True)
class _Size:
    width: int
    height: int
    bytes_per_pixel: float


def unfolded_bytes(data: bytes, max_side: int) -> int:
    """Return the estimate for decoding and shrinking to `max_side`; 0 if the header shows no size."""
    return int(max((size.width * size.height * size.bytes_per_pixel for size in _sizes(data, max_side)), default=0))


def _sizes(data: bytes, max_side: int) -> Iterator[_Size]:
    kind = accepted_format(data)
    try:
        if kind is PictureFormat.JPEG:
            yield _jpeg(data, max_side)
        elif kind is PictureFormat.PNG:
            yield _png(data)
        elif kind is PictureFormat.WEBP:
            yield _webp(data)
        elif kind is PictureFormat.HEIC:
            yield from _heic(data)
    except (struct.error, IndexError):  # The file ends in its header: nothing will be decoded.
        return


def _jpeg(data: bytes, max_side: int) -> _Size:
    """Read the frame header. A progressive JPEG keeps two bytes of each sample until its end."""
    at = _frame(data)
    height, width, channels = struct.unpack_from(">HHB", data, at + 5)
    shrunk = next((by for by in (8, 4, 2) if max(width, height) >= by * max_side), 1)
    return _Size(
        width,
        height,
        _PIXEL / shrunk**2 + (_coefficients(data, at + 10, channels) if data[at + 1] in _PROGRESSIVE else 0),
    )


def _frame(data: bytes) -> int:
    """Return where the frame header of a JPEG begins, at its marker. Raises IndexError, struct.error."""
    at = 2
    for _ in range(MAX_PARTS):
        code = _AFTER_FILL.search(data, at, at + MAX_FILL)
        if code is None or code.start() == at:
            break
        at, marker = code.start() - 1, data[code.start()]
        if marker in _FRAMES:
            return at
        at += 2 if marker in _STANDALONE else 2 + struct.unpack_from(">H", data, at + 2)[0]
    raise IndexError


def _coefficients(data: bytes, at: int, channels: int) -> float:
    """Return the bytes of coefficients for each pixel: two a sample, and some channels have fewer samples."""
    factors = [data[at + 3 * channel + 1] for channel in range(channels)]
    samples = [(factor >> 4) * (factor & 15) for factor in factors]
    return 2 * sum(samples) / max(1, *samples) if samples else 0.0


def _png(data: bytes) -> _Size:
    """Read IHDR. Palettes, transparency and 16 bits are converted, which takes a second picture."""
    width, height, depth, kind = struct.unpack_from(">IIBB", data, 16)
    return _Size(width, height, _PIXEL if kind == _COLOUR and depth == 8 else 2 * _PIXEL)


def _webp(data: bytes) -> _Size:
    """Read the first chunk. The decoder keeps three pictures beside Pillow's, because the file might be animated."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif chunk == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
    return _Size(width, height, 4 * _PIXEL)


def _heic(data: bytes) -> Iterator[_Size]:
    """Yield the size in each `ispe` box: of the picture, its tiles and its thumbnail. The decoder keeps planes too."""
    for found in islice(re.finditer(b"ispe", data), MAX_PARTS):
        width, height = struct.unpack_from(">II", data, found.start() + 8)
        yield _Size(width, height, 2 * _PIXEL + 1.5)
