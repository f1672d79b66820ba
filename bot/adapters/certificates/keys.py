"""The keys that sign certificates: created, rotated and withdrawn as immutable values, stored as JSON.

    make ──► active ── rotate ──► retired      its signatures remain valid
                │                    │
                └───── withdraw ─────┴──► withdrawn      none of its signatures is valid

One key is active. A key is valid for certificates issued between its `not_before` and `not_after`, so that a retired
key that leaks later cannot sign new ones. The members of a key are those of a JSON Web Key (RFC 7517; elliptic curves:
RFC 7518, 6.2): x, y and d are 32 bytes, big endian, in unpadded base64url.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal, TypeVar

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AwareDatetime, StringConstraints, TypeAdapter, ValidationError

from bot.adapters.certificates import cose

LIFETIME = timedelta(days=730)
ISSUER = "chezhu"

Kid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]

_COORDINATE_BYTES = 32
_TOLERANCE = timedelta(days=1)


class KeyState(StrEnum):
    """The state of a key."""

    ACTIVE = "active"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


class KeyFileError(ValueError):
    """A key file is invalid, or has no key for what was asked; the message names the member or key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key on P-256: its coordinates, id, state and period of validity."""

    kid: Kid
    state: KeyState
    not_before: AwareDatetime
    not_after: AwareDatetime
    x: str
    y: str
    kty: Literal["EC"] = "EC"
    crv: Literal["P-256"] = "P-256"
    alg: Literal["ES256"] = "ES256"

    def covers(self, issued_at: datetime) -> bool:
        """Return whether the key may have signed a certificate issued at this time.

        One day before `not_before` is accepted: a certificate issued just before a rotation is signed just after it.
        """
        return self.not_before - _TOLERANCE <= issued_at <= self.not_after

    def point(self) -> ec.EllipticCurvePublicKey:
        """Return the key for verifying. Raises KeyFileError if it is not a point on the curve."""
        return _point(self.x, self.y)


@dataclass(frozen=True, slots=True)
class PrivateKey(PublicKey):
    """A private key: the secret number `d` with the public key."""

    d: str = ""

    def secret(self) -> ec.EllipticCurvePrivateKey:
        """Return the key for signing. Raises KeyFileError if it does not match the public key."""
        return _secret(self.d, self.x, self.y)

    def public(self) -> PublicKey:
        """Return the public key."""
        return PublicKey(self.kid, self.state, self.not_before, self.not_after, self.x, self.y)

    def __repr__(self) -> str:
        return f"PrivateKey(kid={self.kid!r}, state={self.state!r})"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public keys of one issuer, all it has ever signed with."""

    issuer: str
    keys: tuple[PublicKey, ...]

    def find(self, kid: str) -> PublicKey | None:
        """Return the key with this id."""
        return _find(self.keys, kid)

    def to_json(self) -> str:
        """Return the key file of verifiers."""
        return _PUBLIC_FILE.dump_json(self, indent=2).decode()


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """The private keys of one issuer, the active one among them."""

    issuer: str
    keys: tuple[PrivateKey, ...]

    def active(self, now: datetime) -> PrivateKey:
        """Return the key to sign with. Raises KeyFileError if no active key is valid at this time."""
        for key in self.keys:
            if key.state is KeyState.ACTIVE and key.not_before <= now <= key.not_after:
                return key
        raise KeyFileError("no active key covers this moment: rotate the keys")

    def public(self) -> PublicKeys:
        """Return the public keys."""
        return PublicKeys(self.issuer, tuple(key.public() for key in self.keys))

    def to_json(self) -> str:
        """Return the secret key file of the issuer."""
        return _PRIVATE_FILE.dump_json(self, indent=2).decode()


def make(*, now: datetime, issuer: str = ISSUER, lifetime: timedelta = LIFETIME) -> PrivateKeys:
    """Return a new key set with one active key."""
    return PrivateKeys(issuer, (_new_key((), now=now, lifetime=lifetime),))


def rotate(keys: PrivateKeys, *, now: datetime, lifetime: timedelta = LIFETIME) -> PrivateKeys:
    """Retire the active key now and add a new active one."""
    kept = tuple(_retired(key, now) if key.state is KeyState.ACTIVE else key for key in keys.keys)
    return replace(keys, keys=(*kept, _new_key(kept, now=now, lifetime=lifetime)))


def withdraw(keys: PrivateKeys, kid: str, *, now: datetime, lifetime: timedelta = LIFETIME) -> PrivateKeys:
    """Withdraw a compromised key; replace it if it was active. Raises KeyFileError if there is no such key."""
    found = _find(keys.keys, kid)
    if found is None:
        raise KeyFileError(f"there is no key {kid}")
    kept = tuple(replace(key, state=KeyState.WITHDRAWN) if key.kid == kid else key for key in keys.keys)
    if found.state is not KeyState.ACTIVE:
        return replace(keys, keys=kept)
    return replace(keys, keys=(*kept, _new_key(kept, now=now, lifetime=lifetime)))


def read_public(text: str) -> PublicKeys:
    """Parse the key file of a verifier; secret members are ignored. Raises KeyFileError that names the member."""
    keys = _read(_PUBLIC_FILE, text)
    _check(keys.keys, PublicKey.point)
    return keys


def read_private(text: str) -> PrivateKeys:
    """Parse the secret key file of the issuer. Raises KeyFileError that names the member."""
    keys = _read(_PRIVATE_FILE, text)
    _check(keys.keys, PrivateKey.secret)
    return keys


_Key = TypeVar("_Key", bound=PublicKey)
_File = TypeVar("_File")
_PUBLIC_FILE = TypeAdapter(PublicKeys)
_PRIVATE_FILE = TypeAdapter(PrivateKeys)


def _read(file: TypeAdapter[_File], text: str) -> _File:
    try:
        return file.validate_json(text)
    except ValidationError as problem:
        first = problem.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise KeyFileError(f"{place or 'key file'}: {first['msg']}") from None


def _check(keys: tuple[_Key, ...], load: Callable[[_Key], object]) -> None:
    """Require that each key can be loaded, and that no two have the same id."""
    for key in keys:
        load(key)
    if len({key.kid for key in keys}) != len(keys):
        raise KeyFileError("two keys have the same kid")


def _find(keys: tuple[_Key, ...], kid: str) -> _Key | None:
    return next((key for key in keys if key.kid == kid), None)


def _retired(key: PrivateKey, now: datetime) -> PrivateKey:
    return replace(key, state=KeyState.RETIRED, not_after=min(key.not_after, now))


def _new_key(others: tuple[PrivateKey, ...], *, now: datetime, lifetime: timedelta) -> PrivateKey:
    """Generate an active key with an id that none of the others has."""
    taken = {key.kid for key in others}
    while True:
        secret = ec.generate_private_key(ec.SECP256R1())
        numbers = secret.private_numbers()
        x, y = _encode(numbers.public_numbers.x), _encode(numbers.public_numbers.y)
        # Four bytes keep the QR code small; the id only selects one of the issuer's few keys.
        kid = hashlib.sha256(f"{x}.{y}".encode()).hexdigest()[:8]
        if kid not in taken and cose.id_survives(kid):
            d = _encode(numbers.private_value)
            start = now.replace(microsecond=0)  # Certificates have whole seconds.
            return PrivateKey(kid, KeyState.ACTIVE, start, start + lifetime, x, y, d=d)


@lru_cache(maxsize=64)
def _point(x: str, y: str) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicNumbers(_decode(x), _decode(y), ec.SECP256R1()).public_key()
    except ValueError as problem:
        raise KeyFileError(f"not a P-256 key: {problem}") from None


@lru_cache(maxsize=8)
def _secret(d: str, x: str, y: str) -> ec.EllipticCurvePrivateKey:
    try:
        numbers = ec.EllipticCurvePublicNumbers(_decode(x), _decode(y), ec.SECP256R1())
        return ec.EllipticCurvePrivateNumbers(_decode(d), numbers).private_key()
    except ValueError as problem:
        raise KeyFileError(f"not a whole P-256 key: {problem}") from None


def _encode(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(_COORDINATE_BYTES, "big")).rstrip(b"=").decode()


def _decode(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
