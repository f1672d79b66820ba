"""Posts a bot's message with the reply, the options and the keyboard that its call contains."""

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat
from bot.simulator.json_types import Json
from bot.simulator.methods.call_parameters import Call
from bot.simulator.methods.message_content import markup_of, options_of, reply_of


def post(bot: BotAccount, chat: Chat, call: Call, content: Json) -> Json:
    """Send content with the reply, the options and the reply markup of the call, and return the message."""
    values = call.values
    if "reply_parameters" in values or "reply_to_message_id" in values:
        content = {**reply_of(bot, chat, call), **content}
    markup = markup_of(call) if "reply_markup" in values else None
    if markup is not None and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    bot.set_action(chat, None)
    message = bot.post(chat, bot.sender, {**content, **options_of(bot, chat, call)})
    if markup is not None and "inline_keyboard" not in markup:
        chat.fixed.add(message["message_id"])
        bot.set_keyboard(chat, markup)
    return message
