"""What settings must look like, and which of them belong together."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator
from pydantic_settings import BaseSettings

from bot.neighbourhoods import parse_networks

MAX_OFFICE_NAME_LENGTH = 40  # SMS begin with the name.
MARKUP_CHARACTERS = frozenset('<>&{}"\\')  # They have a meaning in Telegram's HTML or in Fluent.
ADDRESS = (r"https?://[^\s/]\S*", "an address begins with https:// or http://")
PUBLIC_ADDRESS = (r"https?://[^\s/?#@]+/?", "https:// and the name of a host, without a path: https://desk.example")
PHONE = r"\+?\d(?:[ -]?\d){2,17}"  # As people dial it: 122, 0771-555 1234, +86 771 555 1234.
# A host of a Host header: an IPv6 address in brackets or a name, such as one of compose (desk_web), and perhaps a port.
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_BARE_IPV6 = re.compile(r"[0-9a-f:.]+", re.ASCII | re.IGNORECASE)
# Regular expressions of settings, each with its error message.
PATTERNS = {
    **dict.fromkeys(("telegram_api_url", "sms_url"), ADDRESS),
    "public_url": PUBLIC_ADDRESS,  # Links and pages lie below its root.
    **dict.fromkeys(("tencent_url", "wechat_pay_url", "alipay_url"), ADDRESS),
    "telegram_token": (r"\d{1,19}:[A-Za-z0-9_-]+", "a token from @BotFather is a number, a colon and letters"),
    "wechat_pay_public_key_id": (r"PUB_KEY_ID_\w+", "the id that begins with PUB_KEY_ID_ on the merchant platform"),
    "staff_contact": (
        rf"{PHONE}|https://[^\s/<>&\"{{}}]+\.[^\s<>&\"{{}}]+|@[A-Za-z]\w{{3,31}}",
        "a phone number such as +86 771 555 1234, an https address, or @name in Telegram",
    ),
    "webhook_secret": (r"[A-Za-z0-9_-]{1,256}", "1 to 256 characters of A-Z a-z 0-9 _ -"),
    "database_url": (r"(sqlite:///|postgresql\+psycopg://).*", "for example postgresql+psycopg://user@host/name"),
}
# Settings of a provider that are required together.
REQUIRED_TOGETHER = {
    "tencent": ("secret_id", "secret_key", "app_id", "sign_name", "template_id"),
    "wechat_pay": ("merchant_id", "app_id", "serial", "private_key", "api_key"),
    "alipay": ("app_id", "seller_id", "private_key", "public_key"),
}
# Settings that are given both or not at all: WeChat Pay's public key and its id.
PAIRS = (("wechat_pay_public_key_id", "wechat_pay_public_key"),)


def missing(settings: BaseSettings, *, uses_tencent: bool) -> Iterator[str]:
    """Yield a line for each setting that is missing beside others of its provider, or of its pair."""
    for provider, names in REQUIRED_TOGETHER.items():
        left_out = [name for name in names if not getattr(settings, f"{provider}_{name}")]
        is_tencent = provider == "tencent"
        if uses_tencent if is_tencent else len(left_out) < len(names):
            why = "CHEZHU_SMS=tencent needs it" if is_tencent else "needed beside the others of this provider"
            yield from (f"CHEZHU_{provider}_{name}".upper() + f": {why}" for name in left_out)
    for pair in PAIRS:
        left_out = [name for name in pair if not getattr(settings, name)]
        if len(left_out) == 1:
            (given,) = set(pair) - set(left_out)
            yield f"CHEZHU_{left_out[0].upper()}: needed beside CHEZHU_{given.upper()}"


def _require_networks(text: str) -> str:
    try:
        parse_networks(text)
    except ValueError:
        raise ValueError("addresses and networks by commas, for example 10.0.0.0/8,fd00::1") from None
    return text


def _require_hosts(text: str) -> str:
    names = [each.strip() for each in text.split(",") if each.strip()]
    if not all(HOST.fullmatch(each) or _BARE_IPV6.fullmatch(each) for each in names):
        raise ValueError("names of hosts by commas, each perhaps with a port: desk.example,10.1.2.3:8443")
    return text


def _require_plain_name(name: str) -> str:
    is_one_line = name == name.strip() and name.isprintable()
    if len(name) > MAX_OFFICE_NAME_LENGTH or not is_one_line or set(name) & MARKUP_CHARACTERS:
        raise ValueError(f'one line of at most {MAX_OFFICE_NAME_LENGTH} characters, without < > & {{ }} " \\')
    return name


HostNames = Annotated[str, AfterValidator(_require_hosts)]
Networks = Annotated[str, AfterValidator(_require_networks)]
PlainName = Annotated[str, AfterValidator(_require_plain_name)]
