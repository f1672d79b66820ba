"""Methods about the members of a group: ban, restrict, promote, title, tag, permissions."""

from bot.simulator.bot_account import BotAccount, require_membership
from bot.simulator.chat_members import member_of, optional_right_names, permission_names, right_names
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import method
from bot.simulator.schema.reader import read_object

MAX_TITLE_CHARACTERS = 16
_NO_RIGHT = "not enough rights to restrict/unrestrict chat member"
_MEDIA = tuple(f"can_send_{each}" for each in ("audios", "documents", "photos", "videos", "video_notes", "voice_notes"))
_FOREVER_SECONDS = 366 * 86_400  # a ban that is longer than this, or shorter than 30 seconds, has no end


@method("chat_id", "user_id")
def ban_chat_member(bot: BotAccount, call: Call) -> bool:
    """Ban a person from a group until a moment, or for good."""
    chat, person = _member(bot, call)
    _change(bot, chat, person, "kicked", {"until_date": _until(bot, call)})
    return True


@method("chat_id", "user_id")
def unban_chat_member(bot: BotAccount, call: Call) -> bool:
    """End a ban; a person who is in the group is removed from it unless `only_if_banned`."""
    chat, person = _member(bot, call)
    banned = chat.members.get(person.id) == "kicked"
    if banned or not call.flag("only_if_banned"):
        _change(bot, chat, person, "left", {})
    return True


@method("chat_id", "user_id", "permissions")
def restrict_chat_member(bot: BotAccount, call: Call) -> bool:
    """Restrict what a member of a supergroup may do; all permissions lift the restriction."""
    chat, person = _member(bot, call)
    if chat.shape["type"] != "supergroup":
        raise BadRequest("method is available only for supergroups")
    allowed = _permissions(call)
    if all(allowed.values()):
        _change(bot, chat, person, "member", {})
    else:
        _change(bot, chat, person, "restricted", {**allowed, "until_date": _until(bot, call)})
    return True


@method("chat_id", "user_id")
def promote_chat_member(bot: BotAccount, call: Call) -> bool:
    """Make a member an administrator with these rights; none of them ends it."""
    chat, person = _member(bot, call)
    rights = {name: call.flag(name) for name in right_names()}
    rights |= {name: True for name in optional_right_names() if call.flag(name)}
    if any(rights.values()):
        _change(bot, chat, person, "administrator", {**rights, "can_be_edited": True})
    else:
        _change(bot, chat, person, "member", {})
    return True


@method("chat_id", "user_id", "custom_title")
def set_chat_administrator_custom_title(bot: BotAccount, call: Call) -> bool:
    """Set the title that a group shows beside an administrator."""
    chat, person = _member(bot, call)
    title = call.text("custom_title") or ""
    if len(title) > MAX_TITLE_CHARACTERS:
        raise BadRequest("ADMIN_RANK_INVALID")
    if chat.members.get(person.id) != "administrator":
        raise BadRequest("user is not an administrator")
    details = {**chat.details.get(person.id, {}), "custom_title": title}
    chat.details[person.id] = details if title else {k: v for k, v in details.items() if k != "custom_title"}
    return True


@method("chat_id", "permissions")
def set_chat_permissions(bot: BotAccount, call: Call) -> bool:
    """Set what members may do by default."""
    chat = administered(bot, call, "can't change permissions of private chats", _NO_RIGHT)
    chat.permissions = _permissions(call)
    return True


def administered(bot: BotAccount, call: Call, in_private: str, refusal: str) -> Chat:
    """Return the group of a call, of which the bot is an administrator; raises BadRequest or Forbidden.

    in_private, refusal: the descriptions of the errors in a private chat, and for a bot that is only a member.
    """
    chat = bot.find_chat(call.values["chat_id"])
    if chat.private:
        raise BadRequest(in_private)
    require_membership(chat)
    if chat.bot_status != "administrator":
        raise BadRequest(refusal)
    return chat


def _member(bot: BotAccount, call: Call) -> tuple[Chat, SimulatedPerson]:
    chat = administered(bot, call, "can't restrict members in private chats", _NO_RIGHT)
    person = bot.shared.people.get(call.number("user_id"))
    if person is None:
        raise BadRequest("can't restrict self" if call.number("user_id") == bot.id else "user not found")
    if chat.members.get(person.id) == "creator":
        raise BadRequest("can't remove chat owner")
    return chat, person


def _change(bot: BotAccount, chat: Chat, person: SimulatedPerson, status: str, details: Json) -> None:
    old = member_of(chat, person.user(), bot.shared.clock())
    chat.members[person.id] = status
    chat.details[person.id] = details
    new = member_of(chat, person.user(), bot.shared.clock())
    if old != new:
        bot.report_member(chat, bot.sender, old, new)


def _permissions(call: Call) -> Json:
    """Return all permissions; some imply others unless `use_independent_chat_permissions`."""
    given = call.json("permissions", "permissions")
    if not isinstance(given, dict):
        raise BadRequest("object expected as permissions")
    read = read_object("ChatPermissions", given, "chat permissions")
    allowed = {name: bool(read.get(name)) for name in permission_names()}
    if not call.flag("use_independent_chat_permissions"):
        if allowed["can_send_other_messages"] or allowed["can_add_web_page_previews"]:
            allowed |= dict.fromkeys((*_MEDIA, "can_send_messages"), True)
        if allowed["can_send_polls"]:
            allowed["can_send_messages"] = True
    if "can_manage_topics" not in read:
        allowed["can_manage_topics"] = allowed["can_pin_messages"]
    for name in ("can_react_to_messages", "can_edit_tag"):
        allowed[name] = bool(read.get(name, allowed["can_send_messages"]))
    return allowed


def _until(bot: BotAccount, call: Call) -> int:
    """Return the end of a ban or a restriction, 0 for none."""
    until = call.number("until_date")
    seconds = until - bot.shared.clock()
    return until if 30 <= seconds <= _FOREVER_SECONDS else 0
