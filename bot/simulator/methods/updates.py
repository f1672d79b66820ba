"""Methods about receiving updates: the long poll and the webhook, of which a bot has one at a time."""

from urllib.parse import urlsplit

import orjson

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest, Conflict
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.updates import LONGEST_POLL_SECONDS

_TWO_POLLS = "terminated by other getUpdates request; make sure that only one bot instance is running"
_HAS_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SECRET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


async def get_updates(bot: BotAccount, call: Call) -> orjson.Fragment:
    """Confirm what is below the offset, then give or await what is next (`getUpdates`); two at once: 409."""
    if bot.webhook.url:
        raise Conflict(_HAS_WEBHOOK)
    queue = bot.updates
    queue.end_poll(Conflict(_TWO_POLLS))
    queue.allow(_kinds(call))
    queue.confirm(call.number("offset"))
    timeout = min(call.number("timeout"), LONGEST_POLL_SECONDS)
    if not queue.pending and timeout > 0:
        await queue.wait(timeout)
    limit = call.number("limit", 100)
    return orjson.Fragment(queue.take(limit if 1 <= limit <= 100 else 100))


def set_webhook(bot: BotAccount, call: Call) -> bool:
    """Push updates to an address: `setWebhook`. Plain http will do, as with a Bot API server of one's own."""
    url = call.text("url") or ""
    if not url:
        return delete_webhook(bot, call)
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise BadRequest("bad webhook: invalid URL specified")
    secret = call.text("secret_token")
    if secret is not None and not (1 <= len(secret) <= 256 and _SECRET.issuperset(secret)):
        raise BadRequest("secret token contains unallowed characters")
    bot.updates.end_poll(Conflict("terminated by setWebhook request"))
    _drop(bot, call)
    bot.updates.allow(_kinds(call))
    most = min(max(call.number("max_connections", 40), 1), 100)
    bot.webhook.set(url, secret=secret, max_connections=most, certificate=call.has("certificate"))
    return True


def delete_webhook(bot: BotAccount, call: Call) -> bool:
    """Push no more: `deleteWebhook`."""
    bot.webhook.remove()
    _drop(bot, call)
    return True


def get_webhook_info(bot: BotAccount, call: Call) -> Json:
    """How the pushing goes: `getWebhookInfo`."""
    return bot.webhook.info()


def _kinds(call: Call) -> list[str] | None:
    kinds = call.structure("allowed_updates", "allowed_updates")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else None


def _drop(bot: BotAccount, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        bot.updates.pending.clear()
