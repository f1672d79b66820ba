"""A strict decoder of the subset of CBOR (RFC 8949) that certificates use, for untrusted input.

It accepts integers, byte and text strings, arrays, maps with integer keys, and tags, in deterministic encoding only
(RFC 8949, 4.2), with limits of size, depth and members. Indefinite lengths, floats and references, with which a
short text can be expensive to decode, are errors. Each value has exactly one accepted encoding.
"""

from dataclasses import dataclass
from typing import TypeAlias, Union

CborItem: TypeAlias = Union[int, bytes, str, list["CborItem"], dict[int, "CborItem"], "CborTag"]

MAX_BYTES = 1024
MAX_DEPTH = 4
MAX_MEMBERS = 16

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG = range(7)
_EXTRA_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}


class StrictCborError(ValueError):
    """The bytes are not CBOR of the accepted subset and size."""


@dataclass(frozen=True, slots=True)
class CborTag:
    """An item with its tag number."""

    tag: int
    item: CborItem


def decode(data: bytes) -> CborItem:
    """Return the single item that these bytes encode. Raises StrictCborError for anything else."""
    if len(data) > MAX_BYTES:
        raise StrictCborError("too long")
    decoder = _Decoder(data)
    item = decoder.item(MAX_DEPTH)
    if decoder.position != len(data):
        raise StrictCborError("something follows the item")
    return item


class _Decoder:
    """The bytes and the position up to which they are decoded."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def item(self, depth: int) -> CborItem:
        """Decode one item with at most `depth` levels of nesting."""
        kind, number = self._head()
        if kind == _UNSIGNED:
            return number
        if kind == _NEGATIVE:
            return -1 - number
        if kind == _BYTES:
            return self._take(number)
        if kind == _TEXT:
            return self._text(number)
        return self._nested(kind, number, depth - 1)

    def _nested(self, kind: int, number: int, depth: int) -> CborItem:
        if depth < 0:
            raise StrictCborError("nested too deep")
        if kind == _TAG:
            return CborTag(number, self.item(depth))
        if number > MAX_MEMBERS:
            raise StrictCborError("too many members")
        if kind == _ARRAY:
            return [self.item(depth) for _ in range(number)]
        if kind == _MAP:
            return self._map(number, depth)
        raise StrictCborError("floats, null, true and false are not used")

    def _map(self, pairs: int, depth: int) -> dict[int, CborItem]:
        """Decode a map whose integer keys are in ascending order of their encodings, shorter ones first, none twice."""
        members: dict[int, CborItem] = {}
        last = (0, b"")
        for _ in range(pairs):
            start = self.position
            key = self.item(0)
            encoding = (self.position - start, self.data[start : self.position])
            if not isinstance(key, int) or encoding <= last:
                raise StrictCborError("a map's keys are integers in order")
            last = encoding
            members[key] = self.item(depth)
        return members

    def _head(self) -> tuple[int, int]:
        """Decode an initial byte and its argument: the major type, and the value or length."""
        first = self._take(1)[0]
        kind, number = first >> 5, first & 0x1F
        if number < 24:
            return kind, number
        if number not in _EXTRA_BYTES:
            raise StrictCborError("endless and reserved lengths are not used")
        width = _EXTRA_BYTES[number]
        value = int.from_bytes(self._take(width), "big")
        if value < (24 if width == 1 else 1 << (4 * width)):
            raise StrictCborError("not the shortest encoding")
        return kind, value

    def _take(self, count: int) -> bytes:
        end = self.position + count
        if end > len(self.data):
            raise StrictCborError("ends too early")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def _text(self, count: int) -> str:
        try:
            return self._take(count).decode("utf-8")
        except UnicodeDecodeError:
            raise StrictCborError("text is not UTF-8") from None
