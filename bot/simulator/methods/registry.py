"""Every method of the Bot API that this world knows, with the parameters it cannot do without.

The required parameters are those of the official description of Bot API 10.1. Where Telegram looks for a
parameter in another place too (a file in the body of the request), the method itself says what is missing.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from bot.simulator.bot_account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.methods import chats, edits, profile, sends, updates
from bot.simulator.methods.call_parameters import Call

Method: TypeAlias = Callable[[BotAccount, Call], Any]

METHODS: dict[str, tuple[Method, tuple[str, ...]]] = {
    "getMe": (profile.get_me, ()),
    "logOut": (profile.leave, ()),
    "close": (profile.leave, ()),
    "getUpdates": (updates.get_updates, ()),
    "setWebhook": (updates.set_webhook, ("url",)),
    "deleteWebhook": (updates.delete_webhook, ()),
    "getWebhookInfo": (updates.get_webhook_info, ()),
    "sendMessage": (sends.send_message, ("chat_id", "text")),
    "sendPhoto": (sends.send_photo, ("chat_id", "photo")),
    "sendDocument": (sends.send_document, ("chat_id", "document")),
    "sendSticker": (sends.send_sticker, ("chat_id", "sticker")),
    "sendLocation": (sends.send_location, ("chat_id", "latitude", "longitude")),
    "sendContact": (sends.send_contact, ("chat_id", "phone_number", "first_name")),
    "sendMediaGroup": (sends.send_media_group, ("chat_id", "media")),
    "sendChatAction": (sends.send_chat_action, ("chat_id", "action")),
    "forwardMessage": (sends.forward_message, ("chat_id", "from_chat_id", "message_id")),
    "copyMessage": (sends.copy_message, ("chat_id", "from_chat_id", "message_id")),
    "editMessageText": (edits.edit_message_text, ()),
    "editMessageCaption": (edits.edit_message_caption, ()),
    "editMessageMedia": (edits.edit_message_media, ("media",)),
    "editMessageReplyMarkup": (edits.edit_message_reply_markup, ()),
    "deleteMessage": (edits.delete_message, ("chat_id", "message_id")),
    "deleteMessages": (edits.delete_messages, ("chat_id", "message_ids")),
    "answerCallbackQuery": (edits.answer_callback_query, ("callback_query_id",)),
    "leaveChat": (chats.leave_chat, ("chat_id",)),
    "getFile": (chats.get_file, ("file_id",)),
    "getChat": (chats.get_chat, ("chat_id",)),
    "getChatMember": (chats.get_chat_member, ("chat_id", "user_id")),
    "getChatMemberCount": (chats.get_chat_member_count, ("chat_id",)),
    "getChatAdministrators": (chats.get_chat_administrators, ("chat_id",)),
    "setMyCommands": (profile.set_my_commands, ("commands",)),
    "getMyCommands": (profile.get_my_commands, ()),
    "deleteMyCommands": (profile.delete_my_commands, ()),
    "setMyName": (profile.set_my_name, ()),
    "getMyName": (profile.get_my_name, ()),
    "setMyDescription": (profile.set_my_description, ()),
    "getMyDescription": (profile.get_my_description, ()),
    "setMyShortDescription": (profile.set_my_short_description, ()),
    "getMyShortDescription": (profile.get_my_short_description, ()),
    "setChatMenuButton": (profile.set_chat_menu_button, ()),
    "getChatMenuButton": (profile.get_chat_menu_button, ()),
}

BY_LOWER_NAME = {name.lower(): known for name, known in METHODS.items()}

_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "sticker": "there is no sticker in the request",
    "file_id": "invalid file_id",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


def check_required(call: Call, required: tuple[str, ...]) -> None:
    """BadRequest, in Telegram's words, for the first required parameter that is not there."""
    for name in required:
        if name not in call.values and name not in call.files:
            raise BadRequest(_MISSING.get(name, f'parameter "{name}" is required'))
