"""Alipay's RSA2: over sorted parameters when we or its notices speak, over the raw JSON when it answers."""

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.adapters.payments import rsa

MOST_FIELDS = 100

_SMUGGLED = re.compile(r"&\w+=")


def signed_text(parameters: Mapping[str, str]) -> bytes:
    """Return what is signed: `name=value` in the order of names, joined by `&`, nothing escaped."""
    return "&".join(f"{name}={value}" for name, value in sorted(parameters.items())).encode()


def sign_request(parameters: Mapping[str, str], key: RSAPrivateKey) -> str:
    """Sign a request: everything but `sign` itself, and nothing empty."""
    return rsa.sign(key, signed_text({name: value for name, value in parameters.items() if value}))


def is_genuine_notice(parameters: Mapping[str, str], key: RSAPublicKey) -> bool:
    """See whether Alipay signed a notice: everything but `sign` and `sign_type`, empty values included."""
    signed = {name: value for name, value in parameters.items() if name not in ("sign", "sign_type")}
    return rsa.is_signed(key, signed_text(signed), parameters.get("sign", ""))


def read_form(body: bytes) -> dict[str, str]:
    """Read a form in UTF-8. Raises ValueError for another encoding or a name that comes twice.

    Also for a value that looks like two: nothing is escaped in what Alipay signs,
    so `a=1&b=2` is signed alike as two fields and as one, and who can make one of
    two could hide the refund in a notice that some other field precedes.
    """
    pairs = parse_qsl(
        body.decode("ascii"),
        keep_blank_values=True,
        strict_parsing=True,
        errors="strict",
        max_num_fields=MOST_FIELDS,
    )
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise ValueError("a name comes twice")
    if any(_SMUGGLED.search(value) for value in parameters.values()):
        raise ValueError("one field hides another")
    return parameters


def signed_part(text: str, name: str) -> tuple[str, dict[str, object]]:
    """Cut the object called `name` out of an answer, as it stands there and as it reads.

    The signature covers its very characters, so writing the parsed object again
    would not do. Only a member of the outermost object counts. Raises ValueError.
    """
    decoder = json.JSONDecoder()
    at = _after(text, 0, "{")
    while True:
        found, at = _string(decoder, text, at)
        start = _skip(text, _after(text, at, ":"))
        value, end = decoder.raw_decode(text, start)
        if found == name:
            if not isinstance(value, dict):
                raise ValueError("not an object")
            return text[start:end], value
        at = _after(text, end, ",")


def _string(decoder: json.JSONDecoder, text: str, at: int) -> tuple[str, int]:
    value, end = decoder.raw_decode(text, _skip(text, at))
    if not isinstance(value, str):
        raise ValueError("not a name")
    return value, end


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _after(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != mark:
        raise ValueError(f"no {mark} where it belongs")
    return at + 1
