"""Reduces a raw update to the fields that the desk uses, each of the type that it expects.

Everything else of an update may be of any shape: what is missing, unknown or of another type is left out, so that the
library parses every update, and no listener meets a value that Telegram's description does not allow. Source: the Bot
API's types Update, Message, CallbackQuery and ChatMemberUpdated.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

FILES = frozenset(("photo", "document"))
# Fields of messages by which Telegram reports what nobody has written.
SERVICE = frozenset((
    "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "chat_shared", "checklist_tasks_added", "checklist_tasks_done", "delete_chat_photo",
    "direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift",
    "gift_upgrade_sent", "giveaway_completed", "giveaway_created", "group_chat_created", "left_chat_member",
    "managed_bot_created", "message_auto_delete_timer_changed", "new_chat_members", "new_chat_photo",
    "new_chat_title", "paid_message_price_changed", "pinned_message", "poll_option_added", "poll_option_deleted",
    "proximity_alert_triggered", "refunded_payment", "successful_payment", "suggested_post_approval_failed",
    "suggested_post_approved", "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded",
    "supergroup_chat_created", "unique_gift", "users_shared", "video_chat_ended",
    "video_chat_participants_invited", "video_chat_scheduled", "video_chat_started", "web_app_data",
    "write_access_allowed",
))  # fmt: skip
_FILE = {"file_id": str, "file_unique_id": str}
# Of these kinds of content the desk needs to know only that they are there.
_PRESENT: dict[str, Json] = {
    "sticker": {"file_id": "", "file_unique_id": "", "width": 0, "height": 0, "type": "regular", "is_animated": False,
                "is_video": False},
    "voice": {"file_id": "", "file_unique_id": "", "duration": 0},
    "video": {"file_id": "", "file_unique_id": "", "width": 0, "height": 0, "duration": 0},
    "location": {"latitude": 0.0, "longitude": 0.0},
    "forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": ""},
}  # fmt: skip
# A reply to what is not in this chat is a reply, but to no question of the desk.
_REPLIES = ("reply_to_message", "external_reply", "reply_to_story")
# A message of somebody else's chat, in which the desk is a guest, or the bot of a business account.
_ELSEWHERE = ("business_connection_id", "guest_query_id")
# Another bot has written it, or it was sent by itself: it counts as the person's own words as little as a forward.
_NOT_WRITTEN_NOW = ("via_bot", "is_from_offline")
_IN = frozenset(("member", "administrator", "creator"))
_MAX_ID = 2**63


def readable(update: Json) -> Json:
    """Return an update with the fields that the desk uses; without its content if that names no chat or no sender."""
    kinds: Mapping[str, Callable[[Any], Json | None]] = {
        "message": _message,
        "edited_message": _message,
        "callback_query": _query,
        "my_chat_member": _membership,
    }
    contents = {kind: read(update[kind]) for kind, read in kinds.items() if kind in update}
    return {"update_id": update["update_id"], **{kind: content for kind, content in contents.items() if content}}


def is_service(update: Json) -> bool:
    """Return whether the message of a raw update reports something that nobody has written."""
    message = update.get("message")
    return isinstance(message, dict) and not SERVICE.isdisjoint(message)


def is_tapped_file(update: Json) -> bool:
    """Return whether the tapped button of a raw update stands below a picture or a document."""
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    return isinstance(message, dict) and not FILES.isdisjoint(message)


def _message(raw: Any) -> Json | None:
    heading = _heading(raw)
    if heading is None:
        return None
    texts = {name: raw[name] for name in ("text", "caption", "media_group_id") if isinstance(raw.get(name), str)}
    numbers = {name: raw[name] for name in ("migrate_to_chat_id", "migrate_from_chat_id") if _is_number(raw.get(name))}
    present = {name: shape for name, shape in _PRESENT.items() if raw.get(name)}
    if any(raw.get(name) for name in _NOT_WRITTEN_NOW):
        present["forward_origin"] = _PRESENT["forward_origin"]
    user = _user(raw.get("from"))
    message = {**heading, **texts, **numbers, **present, **({"from": user} if user else {})}
    entities = [each for each in map(_entity, _list(raw.get("entities"))) if each is not None]
    message |= {"entities": entities} if entities and "text" in texts else {}
    sizes = [each for each in map(_photo_size, _list(raw.get("photo"))) if each is not None]
    message |= {"photo": sizes} if sizes else {}
    document, contact = _file(raw.get("document")), _contact(raw.get("contact"))
    message |= {"document": document} if document else {}
    message |= {"contact": contact} if contact else {}
    if _is_reply(raw):
        message["reply_to_message"] = {**heading, "message_id": _message_id(raw.get("reply_to_message"))}
    return message


def _is_reply(raw: Json) -> bool:
    """Return whether a message is a reply. Each message of a topic refers to the one that has opened the topic."""
    replied = raw.get("reply_to_message")
    opened_topic = raw.get("is_topic_message") is True and _message_id(replied) == raw.get("message_thread_id")
    return any(raw.get(name) for name in _REPLIES if not (opened_topic and name == "reply_to_message"))


def _query(raw: Any) -> Json | None:
    user = _user(raw.get("from")) if isinstance(raw, dict) else None
    if user is None or not isinstance(raw.get("id"), str):
        return None
    texts = {name: raw[name] for name in ("data", "chat_instance") if isinstance(raw.get(name), str)}
    message = _heading(raw.get("message"))
    return {"chat_instance": "", "id": raw["id"], "from": user, **texts, **({"message": message} if message else {})}


def _membership(raw: Any) -> Json | None:
    heading, user = _heading(raw), _user(raw.get("from")) if isinstance(raw, dict) else None
    members = [_member(raw.get(name), user) for name in ("old_chat_member", "new_chat_member")] if user else []
    if heading is None or len(members) != 2 or None in members:
        return None
    old, new = members
    return {
        "chat": heading["chat"],
        "date": heading["date"],
        "from": user,
        "old_chat_member": old,
        "new_chat_member": new,
    }


def _member(raw: Any, user: Json | None) -> Json | None:
    """Return a membership with a status of which the library needs no more fields: in, out, or removed."""
    status = raw.get("status") if isinstance(raw, dict) else None
    if not isinstance(status, str) or user is None:
        return None
    is_in = status in _IN or (status == "restricted" and raw.get("is_member") is True)
    if status == "kicked":
        return {"status": status, "user": user, "until_date": 0}
    return {"status": "member" if is_in else "left", "user": user}


def _heading(raw: Any) -> Json | None:
    """Return the id, date and chat of a message; None without a chat, and of somebody else's chat."""
    chat = raw.get("chat") if isinstance(raw, dict) and not any(map(raw.get, _ELSEWHERE)) else None
    if not isinstance(chat, dict) or not _is_number(chat.get("id")) or not isinstance(chat.get("type"), str):
        return None
    title = {"title": chat["title"]} if isinstance(chat.get("title"), str) else {}
    date = raw["date"] if _is_number(raw.get("date")) and 0 <= raw["date"] < 2**33 else 0
    return {"message_id": _message_id(raw), "date": date, "chat": {"id": chat["id"], "type": chat["type"], **title}}


def _user(raw: Any) -> Json | None:
    if not isinstance(raw, dict) or not _is_number(raw.get("id")):
        return None
    name, code = raw.get("first_name"), raw.get("language_code")
    language = {"language_code": code} if isinstance(code, str) else {}
    first_name = name if isinstance(name, str) else ""
    return {"id": raw["id"], "is_bot": raw.get("is_bot") is True, "first_name": first_name, **language}


def _photo_size(raw: Any) -> Json | None:
    file = _file(raw)
    return {"width": 0, "height": 0, **file} if file else None


def _file(raw: Any) -> Json | None:
    if not isinstance(raw, dict) or not all(isinstance(raw.get(name), kind) for name, kind in _FILE.items()):
        return None
    size = {"file_size": raw["file_size"]} if _is_number(raw.get("file_size")) else {}
    return {name: raw[name] for name in _FILE} | size


def _contact(raw: Any) -> Json | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("phone_number"), str):
        return None
    owner = {"user_id": raw["user_id"]} if _is_number(raw.get("user_id")) else {}
    return {"phone_number": raw["phone_number"], "first_name": "", **owner}


def _entity(raw: Any) -> Json | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        return None
    place = {name: raw.get(name) for name in ("offset", "length")}
    return {"type": raw["type"], **place} if all(map(_is_number, place.values())) else None


def _message_id(raw: Any) -> int:
    number = raw.get("message_id") if isinstance(raw, dict) else None
    return int(number) if number is not None and _is_number(number) else 0


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _is_number(value: object) -> bool:
    return type(value) is int and -_MAX_ID <= value < _MAX_ID
