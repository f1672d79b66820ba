"""What the desk says about its audit, signed by the keys of the certificates: heads of the chain, and exports.

A head names the last link on a day. The signature of an export covers the digest of the file, what was selected, and
the head at that time.
"""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import AwareDatetime, TypeAdapter

from bot.adapters.certificates import signed_json
from bot.adapters.certificates.keys import PrivateKey, PublicKeys
from bot.adapters.certificates.signed_json import SignedJsonError

HEAD_TYPE = "chezhu-audit-head+jws"
EXPORT_TYPE = "chezhu-audit-export+jws"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The last link of the chain at this time: its number and its hash."""

    issuer: str
    at: AwareDatetime
    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class SignedExport:
    """A file of entries: its SHA-256, the number of entries, what was selected, and the head at this time."""

    issuer: str
    at: AwareDatetime
    sha256: str
    entries: int
    selected: dict[str, str]
    position: int
    hash: str


def sign_head(head: SignedHead, key: PrivateKey) -> str:
    """Return the head as a signed JSON document."""
    return signed_json.sign(_HEAD.dump_json(head), HEAD_TYPE, key)


def sign_export(export: SignedExport, key: PrivateKey) -> str:
    """Return the signature of an export as a signed JSON document."""
    return signed_json.sign(_EXPORT.dump_json(export), EXPORT_TYPE, key)


def read_head(text: str, keys: PublicKeys) -> SignedHead:
    """Return the head in a signed document. Raises SignedJsonError."""
    return _read(text, HEAD_TYPE, keys, _HEAD)


def read_export(text: str, keys: PublicKeys) -> SignedExport:
    """Return what the signature of an export covers. Raises SignedJsonError."""
    return _read(text, EXPORT_TYPE, keys, _EXPORT)


_Kind = TypeVar("_Kind", SignedHead, SignedExport)
_HEAD = TypeAdapter(SignedHead)
_EXPORT = TypeAdapter(SignedExport)


def _read(text: str, typ: str, keys: PublicKeys, kind: TypeAdapter[_Kind]) -> _Kind:
    payload, key = signed_json.read(text, typ, keys)
    try:
        found = kind.validate_json(payload)
    except ValueError:
        raise SignedJsonError("not a signed document of this kind") from None
    if found.issuer != keys.issuer or not key.covers(found.at):
        raise SignedJsonError("signed with a key that could not sign it at that time")
    return found
