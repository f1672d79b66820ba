"""Alipay's RSA2 signatures: over sorted parameters in requests and webhooks, over the raw JSON in responses."""

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from bot.adapters.payments import rsa

MAX_FIELDS = 100

# The fields of a webhook that decide anything.
READ_FIELDS = (
    "app_id", "charset", "gmt_payment", "gmt_refund", "notify_id", "notify_time", "notify_type", "out_biz_no",
    "out_trade_no", "refund_fee", "seller_id", "sign", "sign_type", "total_amount", "trade_no",
    "trade_status", "trans_currency",
)  # fmt: skip
_NAME = re.compile(r"\w+", re.ASCII)
_HIDDEN_FIELD = re.compile(rf"&(?:{'|'.join(READ_FIELDS)})=")


def signed_text(parameters: Mapping[str, str]) -> bytes:
    """Return what is signed: `name=value`, sorted by name, joined by `&`, unescaped, in UTF-8."""
    return "&".join(f"{name}={value}" for name, value in sorted(parameters.items())).encode()


def sign_request(parameters: Mapping[str, str], key: RSAPrivateKey) -> str:
    """Sign a request: all parameters but `sign` and empty ones."""
    return rsa.sign(key, signed_text({name: value for name, value in parameters.items() if value}))


def is_valid_webhook(parameters: Mapping[str, str], key: RSAPublicKey) -> bool:
    """Return whether Alipay signed a webhook: all parameters but `sign` and `sign_type`, empty ones included."""
    signed = {name: value for name, value in parameters.items() if name not in ("sign", "sign_type")}
    return rsa.is_valid_signature(key, signed_text(signed), parameters.get("sign", ""))


def parse_form(body: bytes) -> dict[str, str]:
    """Parse a form in UTF-8. Raises ValueError for another encoding, a repeated name or a value that hides a field.

    Alipay signs unescaped text, so that `a=1&b=2` has the same signature as two fields and as one: with one field
    for two, somebody could hide the refund fields of a webhook in another value. Other text with & and = is allowed.
    """
    pairs = parse_qsl(
        body.decode("ascii"),
        keep_blank_values=True,
        strict_parsing=True,
        errors="strict",
        max_num_fields=MAX_FIELDS,
    )
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise ValueError("a name comes twice")
    if not all(map(_NAME.fullmatch, parameters)) or any(map(_HIDDEN_FIELD.search, parameters.values())):
        raise ValueError("one field hides another")
    return parameters


def signed_part(text: str, name: str) -> tuple[str, dict[str, object]]:
    """Return the member `name` of the outermost object in a response: its raw text, and parsed. Raises ValueError.

    The raw text is returned because the signature covers it, character by character.
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


def _after(text: str, at: int, character: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != character:
        raise ValueError(f"no {character} where it belongs")
    return at + 1
