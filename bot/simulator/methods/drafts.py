"""The method that shows a text while the bot still writes it."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import text_of
from bot.simulator.methods.registry import method


@method("chat_id", "draft_id")
def send_message_draft(bot: BotAccount, call: Call) -> bool:
    """Show the beginning of a text in a private chat; the next message of the bot replaces it."""
    chat = bot.writable_chat(call.values["chat_id"], messages=0)
    if not chat.private:
        raise BadRequest("drafts can be sent only in private chats")
    if not call.number("draft_id"):
        raise BadRequest("draft_id must be non-zero")
    content = text_of(bot, call) if call.text("text") else {"text": ""}
    bot.shared.events.publish("draft", {"person": chat.id, "chat": chat.id, **content}, person=chat.id)
    return True
