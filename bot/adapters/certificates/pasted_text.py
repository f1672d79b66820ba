"""Finds a certificate in a pasted or forwarded text: with words, quotes or an address around it, blanks as %20.

A chat folds lines, a phone opens the text of a code as a search (`…/search?q=CZ1%3A…`), people write a sentence before
and after it. What such a text may have been is a short list of candidates; only a signature tells which of them it was.
Base45 includes the blank, so that a following word may look like a part of it: a message is cut where it says itself
that it ends.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

import base45

from bot.adapters.certificates import cose

MAX_CHARACTERS = 4096  # As a message of Telegram.
MAX_CANDIDATES = 24

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BODY = re.compile(r"[0-9A-Z $%*+\-./:]*")
_BLANK = "%20"
_BYTES = 2  # The major type of a byte string in CBOR.
_HEAD = 180  # Characters within which a message says how long it is.


def cleaned(text: str) -> str:
    """Return a text in upper case and half width, without invisible characters."""
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip().upper()


def candidates(cleaned_text: str) -> list[str]:
    """Return what may be the text of a certificate in this cleaned one, the likeliest first; empty if nothing is."""
    found: dict[str, None] = {}
    for form in _forms(cleaned_text):
        for body in _bodies(form):
            for spaced in _spacings(body):
                found.setdefault(cose.PREFIX + _cut(spaced))
                if len(found) == MAX_CANDIDATES:
                    return list(found)
    return list(found)


def _forms(text: str) -> Iterator[str]:
    """Yield the text as it is, then with its blanks, and with everything that is written as %XX, written out."""
    yield text
    if "%" in text:
        yield text.replace(_BLANK, " ")
        decoded = unquote(text, errors="replace").upper()
        yield decoded
        yield unquote(decoded, errors="replace").upper()  # An address within an address.
    if "+" in text:
        yield unquote(text.replace("+", " "), errors="replace").upper()  # As a form is sent.


def _bodies(text: str) -> Iterator[str]:
    """Yield what follows each prefix in a text."""
    yield from text.split(cose.PREFIX)[1:]


def _spacings(body: str) -> Iterator[str]:
    """Yield a body as it was before a chat folded it: line breaks were added, all blanks were, or they were blanks."""
    lines = body.strip().splitlines() or [""]
    yield "".join(lines).replace("\t", "")
    yield "".join(body.split())
    yield " ".join(lines)


def _cut(body: str) -> str:
    """Return the message at the beginning of a body, without what follows; all of the Base45 in it if it is none."""
    match = _BODY.match(body)
    run = match.group() if match else ""
    characters = _characters(_message_bytes(_decoded(run)))
    return run[:characters] if 0 < characters <= len(run) else run.rstrip()


def _characters(length: int) -> int:
    """Return how long the Base45 of so many bytes is."""
    return length // 2 * 3 + length % 2 * 2


def _decoded(run: str) -> bytes:
    """Return the first bytes of a text in Base45, as many as say how long a message is."""
    found = bytearray()
    for start in range(0, min(len(run) - 2, _HEAD), 3):
        try:
            found += base45.b45decode(run[start : start + 3])
        except ValueError:
            break
    return bytes(found)


def _message_bytes(data: bytes) -> int:
    """Return of how many bytes a COSE_Sign1 message consists that begins here, 0 if none does."""
    if data[:2] != bytes((0xC0 | cose.SIGN1_TAG, 0x84)):
        return 0
    protected = _string_end(data, 2)
    if not protected or data[protected : protected + 1] != b"\xa0":
        return 0
    payload = _string_end(data, protected + 1)
    return _string_end(data, payload) if payload else 0


def _string_end(data: bytes, at: int) -> int:
    """Return where the byte string that begins at this place ends, 0 if there is none."""
    if at >= len(data) or data[at] >> 5 != _BYTES:
        return 0
    info = data[at] & 31
    if info < 24:
        return at + 1 + info
    return at + 2 + data[at + 1] if info == 24 and at + 1 < len(data) else 0
