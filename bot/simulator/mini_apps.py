"""Mini Apps: a bot's web page opened on a phone, with launch data that are signed with the bot's token.

The launch parameters come behind the # of the address, as clients pass them:
https://core.telegram.org/api/bots/webapps and, about the signature, https://core.telegram.org/bots/webapps
"""

import hashlib
import hmac
import json
import secrets
from urllib.parse import urlencode, urlsplit

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json
from bot.simulator.world import World

VERSION = "8.0"
# The events of this platform are those of a phone: with a scanner, whose pictures come from the phones beside it.
PLATFORM = "android"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def open_app(world: World, bot: BotAccount, person: SimulatedPerson, url: str, *, theme: Json) -> Json:
    """Return {"url": the address to open} for a person. theme: the phone's colours. Raises WorldError 400."""
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if parts.scheme != "https" and not is_here:
        raise WorldError(400, "A Mini App is opened by https, or from this machine.")
    launch = {
        "tgWebAppData": launch_data(world, bot, person),
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": PLATFORM,
        "tgWebAppThemeParams": json.dumps(theme),
    }
    if bot.user["supports_inline_queries"]:
        launch["tgWebAppBotInline"] = "1"  # Without it Telegram's script refuses to switch to an inline query.
    return {"url": f"{parts._replace(fragment='').geturl()}#{urlencode(launch)}"}


def launch_data(world: World, bot: BotAccount, person: SimulatedPerson) -> str:
    """Return the signed launch data; they have a query id, so that the bot can answer with a message."""
    query = secrets.token_urlsafe(15)
    bot.web_app_queries[query] = person.id
    shown = {key: value for key, value in person.user().items() if key != "is_bot"}
    user = {**shown, "allows_write_to_pm": True}
    fields = {
        "query_id": query,
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(int(world.clock())),
    }
    return signed(world, bot, fields)


def signed(world: World, bot: BotAccount, fields: dict[str, str]) -> str:
    """Return fields for a Mini App of this bot as a query string, with the hash that proves them."""
    return urlencode(fields | {"hash": _hash(fields, _token_of(world, bot))})


def _hash(fields: dict[str, str], token: str) -> str:
    lines = "\n".join(f"{key}={fields[key]}" for key in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.digest(secret, lines.encode(), hashlib.sha256).hex()


def _token_of(world: World, bot: BotAccount) -> str:
    return next(token for token, each in world.bots.items() if each is bot)
