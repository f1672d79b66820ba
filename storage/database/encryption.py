"""Encryption of personal data: AES-GCM bound to table, id and column, blind indexes, the keyring and its rotation.

An encrypted value cannot be read from a stolen file or copied to another row, because its location is
authenticated with it. Values that must be found again are looked up by a keyed hash ("blind index").
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import hexdigits
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_SIZE = 12
# A datetime or a dataclass among JSON values is a caller's mistake; orjson would silently turn it into text.
_STRICT_JSON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class DecryptionError(Exception):
    """An encrypted value was altered, copied to another row, or encrypted with a key that is not in the keyring."""


# What the oldest secret derives keys for. A key for a purpose that is none of these derives from that of OTHERS.
LOOKUPS = (
    "app session",
    "code",
    "disputed id number",
    "engine",
    "evidence",
    "former key",
    "former key of",
    "id number",
    "invitation",
    "limit record",
    "phone",
    "photo",
    "plate-attempts",
    "portrait",
    "share code",
    "sign-in code",
    "source row",
    "staff invitation",
    "store canary",
    "vehicle code",
    "web address",
    "web session",
    "wrong code",
)
OTHERS = "look-ups of a later version"
HASH_MARK = ":"  # Between the id of a key, in hexadecimal, and a hash encrypted under it; no hash contains it.


@dataclass(frozen=True)
class Keyring:
    """The secret keys of the desk. The newest encrypts; every key decrypts.

    secrets: newest first, each at least 32 bytes. Blind indexes are derived from the *last* (oldest) one, so that they
    stay the same after a rotation, or from the look-up keys that the store keeps of an oldest secret that may go.
    former_button_keys: sign no button any more; those that they have signed are believed.
    """

    secrets: tuple[bytes, ...]
    lookup_keys: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    former_button_keys: tuple[bytes, ...] = field(default=(), repr=False)
    _ciphers: dict[bytes, AESGCM] = field(default_factory=dict, init=False, repr=False)
    _derived: dict[str, bytes] = field(default_factory=dict, init=False, repr=False)
    _derived_from_each: dict[str, tuple[bytes, ...]] = field(default_factory=dict, init=False, repr=False)
    _hash_ciphers: dict[str, AESSIV] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Derive a cipher for each secret, under a key id of four bytes. Raises ValueError for a short secret."""
        if not self.secrets or any(len(secret) < 32 for secret in self.secrets):
            raise ValueError("a secret key has at least 32 bytes")
        for secret in self.secrets:
            key_id = _derive(secret, "key id", 4)
            self._ciphers[key_id] = AESGCM(_derive(secret, "sealing", 32))
            self._hash_ciphers[key_id.hex()] = AESSIV(_derive(secret, "keyed hashes", 64))

    @property
    def current(self) -> bytes:
        """The id of the key that encrypts, four bytes."""
        return next(iter(self._ciphers))

    def has_key_of(self, encrypted: bytes) -> bool:
        """Return whether the key that encrypted a value is in the keyring, by its id."""
        return encrypted[:4] in self._ciphers

    def encrypt(self, plain: bytes, bound_to: str) -> bytes:
        """Encrypt bytes for one location (table, row and column). Returns key id, nonce and ciphertext."""
        nonce = os.urandom(NONCE_SIZE)
        return self.current + nonce + self._ciphers[self.current].encrypt(nonce, plain, bound_to.encode())

    def decrypt(self, encrypted: bytes, bound_to: str) -> bytes:
        """Decrypt a value of this location. Raises DecryptionError."""
        cipher = self._ciphers.get(encrypted[:4])
        if cipher is None:
            raise DecryptionError("encrypted with a key that is not in the keyring")
        nonce, ciphertext = encrypted[4 : 4 + NONCE_SIZE], encrypted[4 + NONCE_SIZE :]
        try:
            return cipher.decrypt(nonce, ciphertext, bound_to.encode())
        except InvalidTag:
            raise DecryptionError("altered, or copied from another location") from None

    def encrypt_json(self, value: Any, bound_to: str) -> bytes:
        """Encrypt a JSON value for one location. Raises TypeError for anything that is not JSON."""
        return self.encrypt(orjson.dumps(value, option=_STRICT_JSON), bound_to)

    def decrypt_json(self, encrypted: bytes, bound_to: str) -> Any:
        """Decrypt a JSON value of this location. Raises DecryptionError."""
        return orjson.loads(self.decrypt(encrypted, bound_to))

    def blind_index(self, purpose: str, value: str) -> str:
        """Return the keyed hash by which a value can be found again, 32 characters."""
        return urlsafe_b64encode(hmac.digest(self.derived_key(purpose), value.encode(), hashlib.sha256)[:24]).decode()

    def derived_key(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for this purpose alone."""
        if purpose not in self._derived:
            kept = self.lookup_keys
            self._derived[purpose] = kept.get(purpose) or _derive(kept.get(OTHERS, self.secrets[-1]), purpose, 32)
        return self._derived[purpose]

    def button_keys(self) -> tuple[bytes, ...]:
        """Return the keys of buttons: the first signs, all are believed."""
        return (*self.derived_keys("button"), *self.former_button_keys)

    def stored_hash(self, value: str) -> str:
        """Return the form in which a keyed hash is written: encrypted, if the store keeps look-up keys."""
        return self._encrypted_hash(next(iter(self._hash_ciphers)), value) if self.lookup_keys else value

    def stored_hashes(self, value: str) -> list[str]:
        """Return every form in which a keyed hash may be stored."""
        if not self.lookup_keys and len(self.secrets) == 1:
            return [value]
        return [*(self._encrypted_hash(key_id, value) for key_id in self._hash_ciphers), value]

    def hash_of(self, stored: str) -> str:
        """Return the keyed hash that is stored in this form. Raises DecryptionError."""
        key_id, mark, encrypted = stored.partition(HASH_MARK)
        if not mark or not set(key_id) <= set(hexdigits):  # A name instead of a hash, such as `guide:id-photo:1`.
            return stored
        cipher = self._hash_ciphers.get(key_id)
        if cipher is None:
            raise DecryptionError("a hash encrypted with a key that is not in the keyring")
        try:
            return cipher.decrypt(urlsafe_b64decode(encrypted), None).decode()
        except (InvalidTag, ValueError):
            raise DecryptionError("a hash was altered") from None

    def hash_prefix(self) -> str:
        """Return what the newest form of a stored hash begins with."""
        return f"{self.current.hex()}{HASH_MARK}"

    def _encrypted_hash(self, key_id: str, value: str) -> str:
        encrypted = self._hash_ciphers[key_id].encrypt(value.encode(), None)
        return f"{key_id}{HASH_MARK}{urlsafe_b64encode(encrypted).decode()}"

    def derived_keys(self, purpose: str) -> tuple[bytes, ...]:
        """Return the key of 32 bytes for this purpose from each secret, newest first."""
        if purpose not in self._derived_from_each:
            self._derived_from_each[purpose] = tuple(_derive(secret, purpose, 32) for secret in self.secrets)
        return self._derived_from_each[purpose]


def parse_secrets(text: str) -> tuple[bytes, ...]:
    """Parse the setting: comma-separated secrets in URL-safe base64, newest first. Raises ValueError."""
    return tuple(urlsafe_b64decode(part.strip() + "=" * (-len(part.strip()) % 4)) for part in text.split(",") if part)


def make_secret() -> str:
    """Return a new random secret key in the form of the setting."""
    return urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


_current: list[Keyring] = []


def use_keyring(keyring: Keyring) -> None:
    """Make this the keyring of the process. Called once at start, and by tests."""
    _current[:] = [keyring]


def current_keyring() -> Keyring:
    """Return the keyring of the process. Raises RuntimeError if none was set."""
    if not _current:
        raise RuntimeError("no keyring in use")
    return _current[0]


class EncryptedField(property):
    """A text property that is stored encrypted in the bytes of `column`, bound to the row's table and id."""

    def __init__(self, column: str) -> None:
        super().__init__(doc=f"The decrypted text of `{column}`.")
        self.column = column

    def __get__(self, row: Any, kind: type | None = None) -> Any:
        """Decrypt the text. Raises DecryptionError."""
        if row is None:
            return self
        encrypted = getattr(row, self.column)
        return current_keyring().decrypt(encrypted, self._location(row)).decode() if encrypted else ""

    def __set__(self, row: Any, text: str) -> None:
        """Encrypt the text; an empty one is stored as no bytes."""
        setattr(row, self.column, self.encrypted(row, text))

    def encrypted(self, row: Any, text: str) -> bytes:
        """Return what is stored for this text in this row, and leave the row as it is."""
        return current_keyring().encrypt(text.encode(), self._location(row)) if text else b""

    def _location(self, row: Any) -> str:
        return f"{row.__tablename__}:{row.id}:{self.column}"


def _derive(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=b"chezhu", info=purpose.encode()).derive(secret)
