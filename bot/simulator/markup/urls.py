"""Validation of the addresses in buttons and text links."""

from bot.simulator.errors import BadRequest

_SCHEMES = {"http", "https", "tg", "ton", "tonsite"}


def check_url(url: str, subject: str) -> None:
    """Raise BadRequest "SUBJECT is invalid: …" unless this is an address that Telegram opens."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "http", url
    if scheme.lower() not in _SCHEMES:
        raise BadRequest(f"{subject} is invalid: Unsupported URL protocol")
    web = scheme.lower() in {"http", "https"}
    if not rest or " " in rest or (web and "." not in rest and "localhost" not in rest):
        raise BadRequest(f"{subject} is invalid: Wrong HTTP URL")
