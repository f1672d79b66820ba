"""Groups: creation, and migration to a supergroup."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.topics import GENERAL

FIRST_SUPERGROUP_ID = -1_001_000_000_001
FIRST_GROUP_ID = -4_000_000_001
BOT_STATUSES = ("member", "administrator")


def make_group(
    bot: BotAccount,
    title: str,
    members: list[int],
    *,
    id: int | None = None,
    by: int | None = None,
    type: str = "supergroup",
    status: str = "administrator",
    is_forum: bool = False,
) -> Chat:
    """Create a group whose first member is the creator, and add the bot with this status. A forum has topics.

    by: the member who adds the bot, the creator by default; the bot gets an update about it.
    """
    chat = _new_group(bot, title, members, type, id)
    if is_forum and type != "supergroup":
        raise WorldError(400, "Only a supergroup is a forum.")
    if is_forum:
        chat.shape["is_forum"], chat.last_id = True, GENERAL
    adder = members[0] if by is None else by
    if adder not in chat.members or status not in BOT_STATUSES:
        raise WorldError(400, f"A member adds the bot, as one of {', '.join(BOT_STATUSES)}.")
    bot.chats[chat.id] = chat
    bot.set_membership(chat, bot.shared.person(adder).user(), status)
    return chat


def migrate(bot: BotAccount, chat: Chat, by: SimulatedPerson) -> Chat:
    """Turn a group into a supergroup, which has another id.

    As at Telegram, the bot gets a message in both chats and an update that it is in the new one, but none that it is
    no longer in the old one.
    """
    if chat.shape["type"] != "group" or chat.moved_to is not None:
        raise WorldError(400, "Only a group that is none yet becomes a supergroup.")
    supergroup = _new_group(bot, chat.shape["title"], list(chat.members), "supergroup", None)
    supergroup.members = dict(chat.members)
    bot.chats[supergroup.id] = supergroup
    bot.updates.add("message", bot.post(chat, by.user(), {"migrate_to_chat_id": supergroup.id}))
    bot.updates.add("message", bot.post(supergroup, by.user(), {"migrate_from_chat_id": chat.id}))
    chat.moved_to = supergroup.id
    bot.set_membership(supergroup, by.user(), chat.bot_status)
    return supergroup


def _new_group(bot: BotAccount, title: str, members: list[int], type: str, identifier: int | None) -> Chat:
    people = [bot.shared.person(member) for member in members]
    if not title or not people or type not in ("group", "supergroup"):
        raise WorldError(400, "A group has a title and at least one member, and is a group or a supergroup.")
    identifier = identifier if identifier is not None else _free_id(bot, type)
    if identifier >= 0 or identifier in bot.chats:
        raise WorldError(409, f"{identifier} cannot be a new group's id: it is taken or not negative.")
    chat = Chat(identifier, {"id": identifier, "title": title, "type": type}, started=True, bot_status="left")
    chat.members = {person.id: "member" for person in people} | {people[0].id: "creator"}
    return chat


def _free_id(bot: BotAccount, type: str) -> int:
    if type == "supergroup":
        return min([*bot.chats, FIRST_SUPERGROUP_ID + 1]) - 1
    return min([*(key for key in bot.chats if key > FIRST_SUPERGROUP_ID), FIRST_GROUP_ID + 1]) - 1
