"""What the issuer's key signed but is neither a certificate nor a list: another type of document, or too long."""

import base64
import json
from typing import Any

import cbor2
import pytest

from bot.adapters.certificates import cose, status_list, strict_cbor
from bot.adapters.certificates.status_list import StatusListError
from bot.adapters.certificates.strict_cbor import StrictCborError
from tests.adapters.certificates.samples import keys, public, status


def listed(**header: Any) -> str:
    """Return a list that the issuer's key signed with another header."""
    key = keys().keys[0]
    document = json.loads(status_list.sign_status(status(), key))
    whole = {"alg": "ES256", "kid": key.kid, "typ": status_list.TYPE, **header}
    document["protected"] = encoded(json.dumps(whole).encode())
    message = f"{document['protected']}.{document['payload']}".encode()
    document["signature"] = encoded(cose.sign_message(key.secret(), message))
    return json.dumps(document)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_a_list_with_the_right_header_is_read() -> None:
    assert status_list.read_status(listed(), public()) == status()


@pytest.mark.parametrize("header", [{"typ": "JWT"}, {"alg": "none"}, {"jwk": "x"}], ids=str)
def test_another_document_of_the_issuer_is_not_accepted_for_a_list(header: dict[str, str]) -> None:
    with pytest.raises(StatusListError, match="not a signed document of this kind"):
        status_list.read_status(listed(**header), public())


def test_the_size_of_an_item_is_limited() -> None:
    longest = cbor2.dumps([b"x" * 200] * 8)
    assert len(longest) > strict_cbor.MAX_BYTES
    with pytest.raises(StrictCborError, match="too long"):
        strict_cbor.decode(longest)
