"""Methods that send a location, a venue, a contact or a dice."""

import math
import random

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, without_none
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.posting import post
from bot.simulator.methods.registry import method

MAX_PERIOD_SECONDS = 86_400
FOREVER = 0x7FFFFFFF  # the live period of a location that is shared until it is stopped

# The highest value of each animated emoji.
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


@method("chat_id", "latitude", "longitude")
def send_location(bot: BotAccount, call: Call) -> Json:
    """Send a location, or begin to share a live one."""
    chat = bot.writable_chat(call.values["chat_id"])
    return post(bot, chat, call, {"location": location_of(call)})


@method("chat_id", "latitude", "longitude", "title", "address")
def send_venue(bot: BotAccount, call: Call) -> Json:
    """Send a place with its name and address."""
    chat = bot.writable_chat(call.values["chat_id"])
    location = {name: _degrees(call, name) for name in ("latitude", "longitude")}
    kept = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    for name in ("title", "address"):
        if not call.text(name):
            raise BadRequest(f"venue {name} must be non-empty")
    venue = {"location": location, **{name: call.text(name) for name in kept if call.text(name)}}
    return post(bot, chat, call, {"venue": venue, "location": location})


@method("chat_id", "phone_number", "first_name")
def send_contact(bot: BotAccount, call: Call) -> Json:
    """Send a contact card."""
    chat = bot.writable_chat(call.values["chat_id"])
    names = {name: call.text(name) or None for name in ("phone_number", "first_name", "last_name", "vcard")}
    if not names["phone_number"] or not names["first_name"]:
        raise BadRequest("phone number or first name is empty")
    number = names["phone_number"].lstrip("+")
    known = next((each.id for each in bot.shared.people.values() if (each.phone or "").lstrip("+") == number), None)
    return post(bot, chat, call, {"contact": without_none(**names, user_id=known)})


@method("chat_id")
def send_dice(bot: BotAccount, call: Call) -> Json:
    """Send an animated emoji with a random value."""
    chat = bot.writable_chat(call.values["chat_id"])
    emoji = (call.text("emoji") or "🎲").replace("\ufe0f", "")
    if emoji not in _DICE:
        raise BadRequest("wrong dice emoji specified")
    return post(bot, chat, call, {"dice": {"emoji": emoji, "value": random.randint(1, _DICE[emoji])}})


def location_of(call: Call) -> Json:
    """Return the Location object that a call contains; raises BadRequest for coordinates that do not exist."""
    location: Json = {name: _degrees(call, name) for name in ("latitude", "longitude")}
    accuracy = call.decimal("horizontal_accuracy")
    if accuracy:
        location["horizontal_accuracy"] = min(max(accuracy, 0.0), 1500.0)
    period = call.number("live_period")
    if period and not (60 <= period <= MAX_PERIOD_SECONDS or period == FOREVER):
        raise BadRequest("wrong live location period specified")
    live = {"live_period": period, "heading": call.number("heading") or None}
    live["proximity_alert_radius"] = call.number("proximity_alert_radius") or None
    return location | without_none(**live) if period else location


def _degrees(call: Call, name: str) -> float:
    text = (call.text(name) or "").strip()
    if not text:
        raise BadRequest(f"{name} is empty")
    limit = 90 if name == "latitude" else 180
    degrees = call.decimal(name)
    if not math.isfinite(degrees) or abs(degrees) > limit:
        raise BadRequest("wrong location specified" if name == "latitude" else f"{name} is out of range")
    return degrees
