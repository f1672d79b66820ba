"""Signed JSON documents: JSON Web Signatures in flattened JSON serialization (RFC 7515, 7.2.2).

They are signed with ES256 by the keys of the certificates; the `typ` distinguishes one kind from another.
"""

import base64
import json

from pydantic import TypeAdapter

from bot.adapters.certificates import cose
from bot.adapters.certificates.keys import KeyState, PrivateKey, PublicKey, PublicKeys


class SignedJsonError(ValueError):
    """The document is not one that the issuer has signed; the message says why."""


def sign(payload: bytes, typ: str, key: PrivateKey) -> str:
    """Return the payload, which is JSON, as a signed JSON document."""
    header = {"alg": key.alg, "kid": key.kid, "typ": typ}
    protected, content = _encode(json.dumps(header, separators=(",", ":")).encode()), _encode(payload)
    signature = cose.sign_message(key.secret(), f"{protected}.{content}".encode())
    return json.dumps({"payload": content, "protected": protected, "signature": _encode(signature)}, indent=1)


def read(text: str, typ: str, keys: PublicKeys) -> tuple[bytes, PublicKey]:
    """Return the payload, and the key that has signed it. Whether it could at that time is the caller's to decide.

    Raises SignedJsonError unless the document is of this kind, whole, and signed by a key that is not withdrawn.
    """
    try:
        document = _STRINGS.validate_json(text)
        header = _STRINGS.validate_json(_decode(document["protected"]))
        is_known = (header["alg"], header["typ"], len(header)) == ("ES256", typ, 3)
        key, signature = keys.find(header["kid"]), _decode(document["signature"])
        payload = _decode(document["payload"])
    except (KeyError, ValueError):  # The parser's own message would quote untrusted input.
        raise SignedJsonError("not a signed document of this kind") from None
    if not is_known:
        raise SignedJsonError("not a signed document of this kind")
    if key is None or key.state is KeyState.WITHDRAWN:
        raise SignedJsonError("signed with a key that is unknown or withdrawn")
    if not cose.verify_signature(key.point(), f"{document['protected']}.{document['payload']}".encode(), signature):
        raise SignedJsonError("the document was altered")
    return payload, key


_STRINGS = TypeAdapter(dict[str, str])


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
