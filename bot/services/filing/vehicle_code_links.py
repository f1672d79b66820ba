"""Deep links of vehicle codes: `https://t.me/BOT?start=q-TOKEN`; and what other codes a picture may hold."""

import re
import secrets
from collections.abc import Sequence
from enum import StrEnum

from bot.errors import Refusal
from bot.links import DeskLinks

PREFIX = "q"
SHORT_PREFIX = "s"  # Before a short code that was typed, which is used as the link is.
_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(\w+)\?start=q-([A-Za-z0-9_-]{16,60})", re.ASCII)
_PAYMENTS = ("weixin://", "wxp://", "https://qr.alipay.com", "https://payapp.weixin.qq.com", "https://qr.95516.com")


class InvalidShortCode(Refusal, key="refused-not-short-code"):
    """The text is neither a short code nor a link."""


class OtherCodeKind(StrEnum):
    """What a code is that is not a vehicle code of this desk."""

    CERTIFICATE = "certificate"
    PAYMENT = "payment"
    OTHER_DESK = "other-desk"
    FOREIGN = "foreign"


class NoCodeInPicture(Refusal, key="refused-no-code-in-picture"):
    """No code could be read in the picture."""


class NotVehicleCode(Refusal, key="qr-is"):
    """A code of something else; each kind has its own text."""

    def __init__(self, kind: OtherCodeKind) -> None:
        super().__init__(kind.value)


def generate_token() -> str:
    """Return a random token of 22 characters of [A-Za-z0-9_-]."""
    return secrets.token_urlsafe(16)


def link(username: str, token: str) -> str:
    """Return the deep link that opens the chat with this token."""
    return DeskLinks(username).deep_link(f"{PREFIX}-{token}")


def find_token(text: str, *, username: str = "") -> str:
    """Return the token of a vehicle code link in a text, empty if there is none. username: only links to this bot."""
    found = _LINK.search(text)
    if found is None or (username and found.group(1).lower() != username.lower()):
        return ""
    return found.group(2)


def classify(text: str) -> OtherCodeKind:
    """Return what a code is that is not a vehicle code of this desk."""
    if text.startswith("CZ1:") or "#CZ1:" in text or "/verify" in text:
        return OtherCodeKind.CERTIFICATE
    if text.lower().startswith(_PAYMENTS):
        return OtherCodeKind.PAYMENT
    return OtherCodeKind.OTHER_DESK if _LINK.search(text) else OtherCodeKind.FOREIGN


def tokens_in_picture(texts: Sequence[str], others: int, *, username: str) -> list[str]:
    """Return the tokens among the codes of a picture.

    texts: of the codes that were read; others: how many codes could not be read as text.
    Raises NotVehicleCode or NoCodeInPicture.
    """
    tokens = [token for text in texts if (token := find_token(text, username=username))]
    if tokens:
        return tokens
    if texts:
        raise NotVehicleCode(classify(texts[0]))
    raise NotVehicleCode(OtherCodeKind.FOREIGN) if others else NoCodeInPicture()
