"""Methods that move and stop a live location."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.edits import change, editable
from bot.simulator.methods.places import location_of
from bot.simulator.methods.registry import method

_LIVE = ("live_period", "heading", "proximity_alert_radius")


@method("latitude", "longitude")
def edit_message_live_location(bot: BotAccount, call: Call) -> Json | bool:
    """Move a live location while it is shared."""
    chat, message = editable(bot, call)
    _require_live(bot, message)
    period = call.number("live_period") or message["location"]["live_period"]
    location = {**location_of(call), "live_period": period}
    return change(bot, chat, message, call, {"location": location})


@method()
def stop_message_live_location(bot: BotAccount, call: Call) -> Json | bool:
    """Stop sharing a live location."""
    chat, message = editable(bot, call)
    _require_live(bot, message)
    location = {name: value for name, value in message["location"].items() if name not in _LIVE}
    return change(bot, chat, message, call, {"location": location})


def _require_live(bot: BotAccount, message: Json) -> None:
    """Raise BadRequest unless a location is still shared."""
    period = message.get("location", {}).get("live_period")
    if not period or message["date"] + period <= bot.shared.clock():
        raise BadRequest("message can't be edited" if "location" in message else "there is no live location to edit")
