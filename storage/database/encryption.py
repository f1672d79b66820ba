"""Sealing of personal data: AES-GCM bound to the row it stands in, keyed look-ups, and key rotation.

What is sealed cannot be read from a stolen file, nor moved to another row: the
place it belongs to is part of the seal. What must be found again is found by a
keyed hash ("blind index"), never by its text.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
# A moment or a dataclass among JSON values is a mistake of the caller, not something to guess a text for.
_PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class BrokenSeal(Exception):
    """A sealed value was altered, moved to another row, or sealed with a key that is not there."""


@dataclass(frozen=True)
class Keyring:
    """The desk's secrets, all derived from its secret keys. The newest seals; every one opens.

    secrets: newest first, each at least 32 bytes. The *last* (oldest) one makes the blind
    indexes and button marks, so that a rotation does not lose what was looked up before.
    """

    secrets: tuple[bytes, ...]
    _ciphers: dict[bytes, AESGCM] = field(default_factory=dict, init=False, repr=False)
    _derived: dict[str, bytes] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Derive a cipher for each secret, under a key id of four bytes."""
        if not self.secrets or any(len(secret) < 32 for secret in self.secrets):
            raise ValueError("a secret key has at least 32 bytes")
        for secret in self.secrets:
            self._ciphers[_derive(secret, "key id", 4)] = AESGCM(_derive(secret, "sealing", 32))

    @property
    def current(self) -> bytes:
        """The id of the key that seals now, four bytes."""
        return next(iter(self._ciphers))

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """Seal bytes for one place (table, row and column)."""
        nonce = os.urandom(NONCE)
        return self.current + nonce + self._ciphers[self.current].encrypt(nonce, plain, bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """Open what was sealed for this place. Raises BrokenSeal."""
        cipher = self._ciphers.get(sealed[:4])
        if cipher is None:
            raise BrokenSeal("sealed with a key that is not in the ring")
        try:
            return cipher.decrypt(sealed[4 : 4 + NONCE], sealed[4 + NONCE :], bound_to.encode())
        except InvalidTag:
            raise BrokenSeal("altered, or moved from another place") from None

    def seal_json(self, value: Any, bound_to: str) -> bytes:
        """Seal JSON values for one place. Raises TypeError for anything that is not JSON."""
        return self.seal(orjson.dumps(value, option=_PLAIN), bound_to)

    def open_json(self, sealed: bytes, bound_to: str) -> Any:
        """Open what `seal_json` sealed for this place. Raises BrokenSeal."""
        return orjson.loads(self.open(sealed, bound_to))

    def blind(self, purpose: str, value: str) -> str:
        """Return the keyed hash under which a value can be found again, 32 characters."""
        return urlsafe_b64encode(hmac.digest(self.derived(purpose), value.encode(), hashlib.sha256)[:24]).decode()

    def derived(self, purpose: str) -> bytes:
        """Return 32 secret bytes that serve this purpose alone."""
        if purpose not in self._derived:
            self._derived[purpose] = _derive(self.secrets[-1], purpose, 32)
        return self._derived[purpose]


def parse_secrets(text: str) -> tuple[bytes, ...]:
    """Read the setting: secrets in URL-safe base64, newest first, by commas. Raises ValueError."""
    return tuple(urlsafe_b64decode(part.strip() + "=" * (-len(part.strip()) % 4)) for part in text.split(",") if part)


def make_secret() -> str:
    """Make a new secret key, as the setting wants it."""
    return urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


_ring: list[Keyring] = []


def use(ring: Keyring) -> None:
    """Make this the process's ring. Called once, by the front door (and by tests)."""
    _ring[:] = [ring]


def ring() -> Keyring:
    """Return the process's ring. Raises RuntimeError where none was put in use."""
    if not _ring:
        raise RuntimeError("no keyring in use")
    return _ring[0]


class Sealed(property):
    """A property that seals into and opens from the bytes of `column`, bound to the row's table and id."""

    def __init__(self, column: str) -> None:
        super().__init__(self._read, self._write, doc=f"What `{column}` says, unsealed.")
        self._column = column

    def __get__(self, row: Any, kind: type | None = None) -> Any:
        """Open the seal. Raises BrokenSeal."""
        return super().__get__(row, kind)

    def __set__(self, row: Any, text: str) -> None:
        """Seal the text; an empty one leaves nothing."""
        super().__set__(row, text)

    @property
    def column(self) -> str:
        """The name of the column that holds the sealed bytes."""
        return self._column

    def _read(self, row: Any) -> str:
        sealed = getattr(row, self._column)
        return ring().open(sealed, self._place(row)).decode() if sealed else ""

    def _write(self, row: Any, text: str) -> None:
        setattr(row, self._column, ring().seal(text.encode(), self._place(row)) if text else b"")

    def _place(self, row: Any) -> str:
        return f"{row.__tablename__}:{row.id}:{self._column}"


def _derive(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=b"chezhu", info=purpose.encode()).derive(secret)
