"""Launch data (initData) of the Mini App: what Telegram's client says about who has opened it, signed for the bot.

    secret = HMAC-SHA256(key "WebAppData", message: the bot's token)
    hash   = HMAC-SHA256(key secret, message: the other fields as key=value, sorted, one a line)

Source: https://core.telegram.org/bots/webapps, "Validating data received via the Mini App". The field `signature`, by
which programs without the token recognise Telegram, is one of the fields under the hash.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

MAX_LENGTH = 4096
MAX_FIELDS = 30
MAX_USER_ID = 1 << 52
# Telegram stamps the data when the app is opened, and the page sends them within seconds; clocks may differ.
MAX_AGE = timedelta(minutes=10)
MAX_AHEAD = timedelta(minutes=1)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class InitDataProblem(StrEnum):
    """Why launch data are refused."""

    NO_TOKEN = "no_token"
    MALFORMED = "malformed"
    FORGED = "forged"
    TOO_OLD = "too_old"
    AHEAD = "ahead"
    NO_USER = "no_user"


class InitDataRefused(Exception):
    """The launch data do not prove who has opened the app."""

    def __init__(self, problem: InitDataProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Launch:
    """Who has opened the app of which bot. digest: 64 hexadecimal digits, the same whenever these data are sent."""

    bot_id: int
    user_id: int
    language_code: str
    digest: str


def check(text: str, *, token: str, now: datetime) -> Launch:
    """Return what the launch data say. token: the bot's, `ID:SECRET`. Raises InitDataRefused.

    A field that stands twice, or that holds a line break, is refused: the signed text could be read in two ways.
    """
    if not token:  # A hash under an empty token could be made by anyone.
        raise InitDataRefused(InitDataProblem.NO_TOKEN)
    fields = _fields(text)
    digest = fields.pop("hash", "")
    if not _HASH.fullmatch(digest) or not hmac.compare_digest(digest, _hash(fields, token)):
        raise InitDataRefused(InitDataProblem.FORGED)
    _require_fresh(fields.get("auth_date", ""), now)
    user = _user(fields.get("user", ""))
    language = user.get("language_code")
    return Launch(
        bot_id=int(token.partition(":")[0]),
        user_id=user["id"],
        language_code=language if isinstance(language, str) else "",
        digest=digest,
    )


def _fields(text: str) -> dict[str, str]:
    if len(text) > MAX_LENGTH or not text.isascii():
        raise InitDataRefused(InitDataProblem.MALFORMED)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:  # Not a query string, or not in UTF-8.
        raise InitDataRefused(InitDataProblem.MALFORMED) from None
    fields = dict(pairs)
    if len(fields) < len(pairs) or any(_CONTROL.search(f"{key}{value}") for key, value in pairs):
        raise InitDataRefused(InitDataProblem.MALFORMED)
    return fields


def _hash(fields: dict[str, str], token: str) -> str:
    checked = "\n".join(f"{key}={value}" for key, value in sorted(fields.items()))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()


def _require_fresh(auth_date: str, now: datetime) -> None:
    if not (auth_date.isascii() and auth_date.isdigit() and len(auth_date) <= 11):
        raise InitDataRefused(InitDataProblem.MALFORMED)
    opened = datetime.fromtimestamp(int(auth_date), UTC)
    if opened < now - MAX_AGE:
        raise InitDataRefused(InitDataProblem.TOO_OLD)
    if opened > now + MAX_AHEAD:
        raise InitDataRefused(InitDataProblem.AHEAD)


def _user(text: str) -> dict[str, Any]:
    """Return the user. Raises InitDataRefused for none, for a bot, or for an id that no user can have."""
    try:
        user = json.loads(text)
    except (ValueError, RecursionError):
        raise InitDataRefused(InitDataProblem.NO_USER) from None
    found = user.get("id") if isinstance(user, dict) else None
    if type(found) is not int or not 0 < found < MAX_USER_ID or user.get("is_bot") not in (None, False):
        raise InitDataRefused(InitDataProblem.NO_USER)
    return dict(user)
