"""The addresses of text links: which are links, mentions of a user, custom emoji or moments.

Bot API, "Formatting options": `tg://user?id=…` mentions a user, `tg://emoji?id=…` shows a custom emoji,
`tg://time?unix=…&format=…` shows a moment.
"""

import re
from urllib.parse import parse_qsl

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json

_SCHEMES = {"http", "https", "ftp", "tg", "ton", "tonsite"}
_HOST = re.compile(
    r"(?:[^\s/?#@.]+\.)+[^\s/?#@.:]{2,}(?::\d{1,5})?\Z|(?:localhost|(?:\d{1,3}\.){3}\d{1,3})(?::\d{1,5})?\Z"
)
_UNIX_TIME = re.compile(r"[1-9]\d{0,9}\Z")
_TIME_FORMAT = re.compile(r"(?:[rR]|w?[dD]?[tT]?)\Z")


def link_entity(address: str) -> Json:
    """Return type and attributes of the entity that a text link to an address makes; {} if it is not a link."""
    user = _number(address, "user")
    if user is not None:
        return {"type": "text_mention", "user": {"id": int(user)}}
    url = complete_url(address)
    return {"type": "text_link", "url": url} if url else {}


def image_entity(address: str) -> Json:
    """Return the entity of `![text](address)`; raises BadRequest unless it is a custom emoji or a moment."""
    emoji = _number(address, "emoji")
    if emoji is not None:
        return {"type": "custom_emoji", "custom_emoji_id": emoji}
    moment = _query(address, "time")
    if moment is not None:
        return time_entity(moment.get("unix", ""), moment.get("format", ""))
    raise BadRequest("can't parse entities: Custom emoji entity must contain a tg://emoji URL")


def time_entity(unix: str, layout: str) -> Json:
    """Return the date_time entity of a moment; raises BadRequest for an invalid time or format."""
    if not _UNIX_TIME.match(unix):
        raise BadRequest("can't parse entities: Invalid unix time specified")
    if not _TIME_FORMAT.match(layout):
        raise BadRequest("can't parse entities: Invalid date-time format specified")
    return {"type": "date_time", "unix_time": int(unix), **({"date_time_format": layout} if layout else {})}


def complete_url(address: str) -> str | None:
    """Return an address with its scheme and path, as Telegram stores it; None if it is not a link."""
    scheme, separator, rest = address.strip().partition("://")
    if not separator:
        scheme, rest = "http", address.strip()
    if scheme.lower() not in _SCHEMES or not rest or re.search(r"\s", rest):
        return None
    if scheme.lower() in {"tg", "ton"}:
        return f"{scheme.lower()}://{rest}"
    host, slash, path = re.fullmatch(r"([^/?#]*)([/?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    if not _HOST.match(host.rpartition("@")[2]):
        return None
    return f"{scheme.lower()}://{host.lower()}{'/' if slash in {'', '?', '#'} else ''}{slash}{path}"


def _number(address: str, what: str) -> str | None:
    identifier = (_query(address, what) or {}).get("id", "")
    return identifier if re.fullmatch(r"[1-9]\d{0,18}", identifier) else None


def _query(address: str, what: str) -> dict[str, str] | None:
    head, _, query = address.partition("?")
    return dict(parse_qsl(query)) if head.lower() in {f"tg:{what}", f"tg://{what}"} else None
