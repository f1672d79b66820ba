"""Methods about chats, their members, and files."""

from bot.simulator.bot_account import BotAccount, require_membership
from bot.simulator.chat_members import chat_member, is_present, member_of, permission_names
from bot.simulator.errors import BadRequest
from bot.simulator.files import MAX_DOWNLOAD_BYTES
from bot.simulator.json_types import Json, without_none
from bot.simulator.messages import quoted
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import method

_GIFT_TYPES = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("chat_id")
def get_chat(bot: BotAccount, call: Call) -> Json:
    """Return the ChatFullInfo object."""
    chat = bot.find_chat(call.values["chat_id"])
    gifts = dict.fromkeys(_GIFT_TYPES, False)
    full: Json = {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if chat.pinned:
        full["pinned_message"] = quoted(chat.messages[chat.pinned[-1]])
    if not chat.private:
        full["permissions"] = chat.permissions or dict.fromkeys(permission_names(), True)
    return {**chat.shape, **full, **without_none(description=chat.description or None)}


@method("chat_id", "user_id")
def get_chat_member(bot: BotAccount, call: Call) -> Json:
    """Return the ChatMember object of the bot or of a current or former member."""
    chat = bot.find_chat(call.values["chat_id"])
    user_id = call.number("user_id")
    if user_id == bot.id:
        return chat_member(bot.sender, "kicked" if chat.blocked else "member" if chat.private else chat.bot_status)
    person = bot.shared.people.get(user_id)
    if person is None or (chat.private and user_id != chat.id):
        raise BadRequest("PARTICIPANT_ID_INVALID" if person is None else "user not found")
    return chat_member(person.user(), "member") if chat.private else member_of(chat, person.user(), bot.shared.clock())


@method("chat_id")
def get_chat_member_count(bot: BotAccount, call: Call) -> int:
    """Count the members, including the bot."""
    chat = bot.find_chat(call.values["chat_id"])
    return 2 if chat.private else sum(map(is_present, chat.members.values())) + 1


@method("chat_id")
def get_chat_administrators(bot: BotAccount, call: Call) -> list[Json]:
    """Return a group's creator and administrators, without bots."""
    chat = bot.find_chat(call.values["chat_id"])
    if chat.private:
        raise BadRequest("there are no administrators in the private chat")
    administrators = [key for key, status in chat.members.items() if status in {"creator", "administrator"}]
    return [member_of(chat, bot.shared.person(key).user(), bot.shared.clock()) for key in administrators]


@method("chat_id")
def leave_chat(bot: BotAccount, call: Call) -> bool:
    """Leave a group; the bot gets an update about it, as at Telegram."""
    chat = bot.find_chat(call.values["chat_id"])
    if chat.private:
        raise BadRequest("chat member status can't be changed in private chats")
    require_membership(chat)
    bot.set_membership(chat, bot.sender, "left")
    return True


@method("file_id")
def get_file(bot: BotAccount, call: Call) -> Json:
    """Return the path to download a file of up to 20 MB."""
    stored = bot.shared.files.by_id.get(call.text("file_id") or "")
    if stored is None:
        raise BadRequest("invalid file_id")
    if len(stored.data) > MAX_DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    return {**stored.shape(), "file_path": stored.path}
