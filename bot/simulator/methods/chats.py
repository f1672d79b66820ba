"""Methods that look things up: chats, their members, files."""

from bot.simulator.bot_account import BotAccount, check_group
from bot.simulator.chats import Chat
from bot.simulator.errors import BadRequest
from bot.simulator.files import DOWNLOAD_BYTES
from bot.simulator.json_types import Json, without_none
from bot.simulator.methods.call_parameters import Call

_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(bot: BotAccount, call: Call) -> Json:
    """The official ChatFullInfo object: `getChat`."""
    chat = bot.find_chat(call.values["chat_id"])
    full: Json = {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    return {**chat.shape, **full, **without_none(description=chat.description)}


def get_chat_member(bot: BotAccount, call: Call) -> Json:
    """The bot itself or someone who is or was in the chat: `getChatMember`."""
    chat = bot.find_chat(call.values["chat_id"])
    user_id = call.number("user_id")
    if user_id == bot.id:
        return member(bot.sender, "kicked" if chat.blocked else "member" if chat.private else chat.standing)
    person = bot.world.people.get(user_id)
    if person is None or (chat.private and user_id != chat.id):
        raise BadRequest("PARTICIPANT_ID_INVALID" if person is None else "user not found")
    return member(person.user(), "member" if chat.private else chat.members.get(user_id, "left"))


def get_chat_member_count(bot: BotAccount, call: Call) -> int:
    """How many there are, the bot included: `getChatMemberCount`."""
    chat = bot.find_chat(call.values["chat_id"])
    return 2 if chat.private else len(chat.members) + 1


def get_chat_administrators(bot: BotAccount, call: Call) -> list[Json]:
    """Who leads a group, without bots: `getChatAdministrators`."""
    chat = bot.find_chat(call.values["chat_id"])
    if chat.private:
        raise BadRequest("there are no administrators in the private chat")
    leading = [(key, status) for key, status in chat.members.items() if status in {"creator", "administrator"}]
    return [member(bot.world.person(key).user(), status) for key, status in leading]


def leave_chat(bot: BotAccount, call: Call) -> bool:
    """Go out of a group, which the bot is told of like anything that happens to it: `leaveChat`."""
    chat = bot.find_chat(call.values["chat_id"])
    if chat.private:
        raise BadRequest("chat member status can't be changed in private chats")
    check_group(chat)
    change_standing(bot, chat, bot.sender, "left")
    return True


def change_standing(bot: BotAccount, chat: Chat, by: Json, status: str) -> None:
    """Let the bot be in a group with this status, or out of it. by: the User who does it."""
    change = {
        "chat": chat.shape,
        "from": by,
        "date": int(bot.world.clock()),
        "old_chat_member": member(bot.sender, chat.standing),
        "new_chat_member": member(bot.sender, status),
    }
    chat.standing = status
    bot.updates.add("my_chat_member", change)
    bot.world.events.publish("people", {})


def get_file(bot: BotAccount, call: Call) -> Json:
    """Where to download a file of up to 20 MB: `getFile`."""
    stored = bot.world.files.by_id.get(call.text("file_id") or "")
    if stored is None:
        raise BadRequest("invalid file_id")
    if len(stored.data) > DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    return {**stored.shape(), "file_path": stored.path}


def member(user: Json, status: str) -> Json:
    """The official ChatMember object of someone with this status."""
    shape: Json = {"status": status, "user": user}
    if status == "kicked":
        shape["until_date"] = 0
    elif status == "creator":
        shape["is_anonymous"] = False
    elif status == "administrator":
        shape |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
    return shape


_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
