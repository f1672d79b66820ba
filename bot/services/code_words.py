"""What a scanned text or a typed one says: a vehicle code of ours, or what else it is.

The link has the token after `start=q-`; the short code is eight letters and digits that no eye confuses.
"""

import re
import secrets
from enum import StrEnum

from bot.services import characters

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SHORT_LENGTH = 8
PREFIX = "q"
_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(\w+)\?start=q-([A-Za-z0-9_-]{16,60})", re.ASCII)
_PAYMENTS = ("weixin://", "wxp://", "https://qr.alipay.com", "https://payapp.weixin.qq.com", "https://qr.95516.com")


class OtherCode(StrEnum):
    """What a code is that is not a vehicle's."""

    CERTIFICATE = "certificate"
    PAYMENT = "payment"
    OTHER_DESK = "other-desk"
    FOREIGN = "foreign"


def make_token() -> str:
    """Make the secret of a link, 22 characters of [A-Za-z0-9_-]."""
    return secrets.token_urlsafe(16)


def make_short() -> str:
    """Make a short code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SHORT_LENGTH))


def display(short: str) -> str:
    """Write a short code as people read it aloud: ABCD-2345."""
    return f"{short[:4]}-{short[4:]}"


def link(username: str, token: str) -> str:
    """Return the deep link that opens the chat with this token."""
    return f"https://t.me/{username}?start={PREFIX}-{token}"


def token_in(text: str, *, username: str = "") -> str:
    """Return the token of a link in a text, empty if there is none of this bot's (of any bot's without a name)."""
    found = _LINK.search(text)
    if found is None or (username and found.group(1).lower() != username.lower()):
        return ""
    return found.group(2)


def short_in(text: str) -> str:
    """Return the short code typed, normalised; empty for anything that is none."""
    typed = characters.compact(text)
    return typed if len(typed) == SHORT_LENGTH and set(typed) <= set(ALPHABET) else ""


def other(text: str) -> OtherCode:
    """Say what a code is that is not a vehicle's of ours."""
    if text.startswith("CZ1:") or "#CZ1:" in text or "/verify" in text:
        return OtherCode.CERTIFICATE
    if text.lower().startswith(_PAYMENTS):
        return OtherCode.PAYMENT
    return OtherCode.OTHER_DESK if _LINK.search(text) else OtherCode.FOREIGN
