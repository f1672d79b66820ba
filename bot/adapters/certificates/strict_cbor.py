"""A reader of the small part of CBOR that a certificate is written in.

General CBOR readers follow tags, references, endless lengths and floats, each a way to
make a short text expensive. This one knows integers, byte and text strings, arrays, maps
with integer keys and tags, all in their only shortest spelling (RFC 8949, 4.2), and
gives up at the first thing else. What it reads has exactly one spelling, so nothing can
hide in another.
"""

from dataclasses import dataclass
from typing import TypeAlias, Union

Item: TypeAlias = Union[int, bytes, str, list["Item"], dict[int, "Item"], "Tagged"]

MAX_BYTES = 1024
MAX_DEPTH = 4
MAX_MEMBERS = 16

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG = range(7)
_EXTRA_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}


class NotStrict(ValueError):
    """The bytes are not the strict, bounded CBOR that certificates are made of."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """An item under its tag number."""

    tag: int
    item: Item


def read(data: bytes) -> Item:
    """Return the one item that fills these bytes; NotStrict for anything else, however hostile."""
    if len(data) > MAX_BYTES:
        raise NotStrict("too long")
    reader = _Reader(data)
    item = reader.item(MAX_DEPTH)
    if reader.position != len(data):
        raise NotStrict("something follows the item")
    return item


class _Reader:
    """A place in the bytes, moving forward only."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def item(self, depth: int) -> Item:
        """Read one item that holds at most `depth` levels below itself."""
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

    def _nested(self, kind: int, number: int, depth: int) -> Item:
        if depth < 0:
            raise NotStrict("nested too deep")
        if kind == _TAG:
            return Tagged(number, self.item(depth))
        if number > MAX_MEMBERS:
            raise NotStrict("too many members")
        if kind == _ARRAY:
            return [self.item(depth) for _ in range(number)]
        if kind == _MAP:
            return self._map(number, depth)
        raise NotStrict("floats, null, true and false are not used")

    def _map(self, pairs: int, depth: int) -> dict[int, Item]:
        """Read a map whose integer keys stand in order, shorter spellings first (RFC 8949, 4.2.3): none comes twice."""
        members: dict[int, Item] = {}
        last = (0, b"")
        for _ in range(pairs):
            start = self.position
            key = self.item(0)
            spelling = (self.position - start, self.data[start : self.position])
            if not isinstance(key, int) or spelling <= last:
                raise NotStrict("a map's keys are integers in order")
            last = spelling
            members[key] = self.item(depth)
        return members

    def _head(self) -> tuple[int, int]:
        """Read the first byte and its number: the kind, and the value or length."""
        first = self._take(1)[0]
        kind, number = first >> 5, first & 0x1F
        if number < 24:
            return kind, number
        if number not in _EXTRA_BYTES:
            raise NotStrict("endless and reserved lengths are not used")
        width = _EXTRA_BYTES[number]
        value = int.from_bytes(self._take(width), "big")
        if value < (24 if width == 1 else 1 << (4 * width)):
            raise NotStrict("not the shortest spelling")
        return kind, value

    def _take(self, count: int) -> bytes:
        end = self.position + count
        if end > len(self.data):
            raise NotStrict("ends too early")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def _text(self, count: int) -> str:
        try:
            return self._take(count).decode("utf-8")
        except UnicodeDecodeError:
            raise NotStrict("text is not UTF-8") from None
