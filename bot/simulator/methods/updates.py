"""Methods to receive updates: long polling or a webhook, one of both at a time."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import orjson

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest, Conflict
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import method
from bot.simulator.updates import MAX_POLL_SECONDS

_TWO_POLLS = "terminated by other getUpdates request; make sure that only one bot instance is running"
_HAS_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_PORTS = {80, 88, 443, 8443}
_SECRET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@method()
async def get_updates(bot: BotAccount, call: Call) -> orjson.Fragment:
    """Confirm the updates below the offset and return the next, or wait for them. A second poll ends the first."""
    if bot.webhook.url:
        raise Conflict(_HAS_WEBHOOK)
    queue = bot.updates
    queue.end_poll(Conflict(_TWO_POLLS))
    queue.set_allowed(_kinds(call))
    queue.confirm(call.number("offset"))
    timeout = min(call.number("timeout"), MAX_POLL_SECONDS)
    if not queue.pending and timeout > 0:
        await queue.wait(timeout)
    limit = call.number("limit", 100)
    return orjson.Fragment(queue.oldest(limit if 1 <= limit <= 100 else 100))


@method("url")
def set_webhook(bot: BotAccount, call: Call) -> bool:
    """Deliver updates to a URL. To this machine, http and any port are allowed, otherwise what Telegram allows."""
    url = call.text("url") or ""
    if not url:
        return delete_webhook(bot, call)
    _check_address(url)
    secret = call.text("secret_token") or None
    if secret is not None and not (len(secret) <= 256 and _SECRET.issuperset(secret)):
        raise BadRequest(
            "secret token contains unallowed characters" if len(secret) <= 256 else "secret token is too long"
        )
    bot.updates.end_poll(Conflict("terminated by setWebhook request"))
    _drop_pending(bot, call)
    bot.updates.set_allowed(_kinds(call))
    connections = min(max(call.number("max_connections", 40), 1), 100)
    bot.webhook.set(url, secret=secret, max_connections=connections, certificate=call.has("certificate"))
    return True


@method()
def delete_webhook(bot: BotAccount, call: Call) -> bool:
    """Stop delivering updates."""
    bot.webhook.remove()
    _drop_pending(bot, call)
    return True


@method()
def get_webhook_info(bot: BotAccount, call: Call) -> Json:
    """Return the webhook's settings, pending updates and last error."""
    return bot.webhook.info()


def _check_address(url: str) -> None:
    """Raise BadRequest for an address that Telegram does not deliver to; addresses of this machine are allowed."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in {"http", "https"}:
        raise BadRequest("bad webhook: invalid URL specified")
    address = _literal(host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return
    if address is None and "." not in host:
        raise BadRequest("bad webhook: Failed to resolve host: Name or service not known")
    if parts.scheme != "https":
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        raise BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if address is not None and not address.is_global:
        raise BadRequest(f"bad webhook: IP address {address} is reserved")


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _kinds(call: Call) -> list[str] | None:
    kinds = call.json("allowed_updates", "allowed_updates")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else None


def _drop_pending(bot: BotAccount, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        bot.updates.pending.clear()
