"""The method by which a bot reacts to a message."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.registry import method
from bot.simulator.reactions import set_reaction
from bot.simulator.schema.definitions import description
from bot.simulator.schema.reader import read_object


@method("chat_id", "message_id")
def set_message_reaction(bot: BotAccount, call: Call) -> bool:
    """Set the bot's one reaction to a message, or remove it."""
    given = call.json("reaction", "reaction types")
    if given is not None and not isinstance(given, list):
        raise BadRequest("expected an Array of ReactionType")
    reaction = [read_object("ReactionType", each) for each in given or []]
    chat = bot.writable_chat(call.values["chat_id"], messages=0)
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise BadRequest("message to react not found")
    unusable = any(each["type"] != "emoji" or each["emoji"] not in description().reactions for each in reaction)
    if unusable or len(reaction) > 1:
        raise BadRequest("REACTIONS_TOO_MANY" if len(reaction) > 1 else "REACTION_INVALID")
    set_reaction(bot, chat, message["message_id"], bot.id, reaction)
    return True
