"""Reactions to messages: of the bot by its calls, of people by their actions."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json
from bot.simulator.schema.definitions import description


def react(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, emoji: str | None) -> None:
    """Set a person's reaction to a message, or remove it with None; the bot gets an update if it asked for them."""
    if message_id not in chat.messages:
        raise WorldError(404, f"There is no message {message_id} to react to.")
    if emoji is not None and emoji not in description().reactions:
        raise WorldError(400, f"{emoji} is not one of Telegram's reactions.")
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    old = set_reaction(bot, chat, message_id, person.id, new)
    if old != new:
        moment = int(bot.shared.clock())
        change = {"chat": chat.shape, "message_id": message_id, "user": person.user(), "date": moment}
        bot.updates.add("message_reaction", {**change, "old_reaction": old, "new_reaction": new})


def set_reaction(bot: BotAccount, chat: Chat, message_id: int, user_id: int, reaction: list[Json]) -> list[Json]:
    """Set the reaction of a user or the bot, and return the former one."""
    given = chat.reactions.setdefault(str(message_id), {})
    old = given.get(str(user_id), [])
    if reaction:
        given[str(user_id)] = reaction
    else:
        given.pop(str(user_id), None)
    bot.publish_change(chat, message_id, "edit")
    return old
