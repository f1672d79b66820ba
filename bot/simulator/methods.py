"""Every method of the Bot API that this world knows, with the parameters it cannot do without.

The required parameters are those of the official description of Bot API 10.1. Where Telegram looks for a
parameter in another place too (a file in the body of the request), the method itself says what is missing.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from bot.simulator import methods_chat, methods_edit, methods_profile, methods_send, methods_updates
from bot.simulator.account import BotAccount
from bot.simulator.errors import BadRequest
from bot.simulator.parameters import Call

Method: TypeAlias = Callable[[BotAccount, Call], Any]

METHODS: dict[str, tuple[Method, tuple[str, ...]]] = {
    "getMe": (methods_profile.get_me, ()),
    "logOut": (methods_profile.leave, ()),
    "close": (methods_profile.leave, ()),
    "getUpdates": (methods_updates.get_updates, ()),
    "setWebhook": (methods_updates.set_webhook, ("url",)),
    "deleteWebhook": (methods_updates.delete_webhook, ()),
    "getWebhookInfo": (methods_updates.get_webhook_info, ()),
    "sendMessage": (methods_send.send_message, ("chat_id", "text")),
    "sendPhoto": (methods_send.send_photo, ("chat_id", "photo")),
    "sendDocument": (methods_send.send_document, ("chat_id", "document")),
    "sendSticker": (methods_send.send_sticker, ("chat_id", "sticker")),
    "sendLocation": (methods_send.send_location, ("chat_id", "latitude", "longitude")),
    "sendContact": (methods_send.send_contact, ("chat_id", "phone_number", "first_name")),
    "sendMediaGroup": (methods_send.send_media_group, ("chat_id", "media")),
    "sendChatAction": (methods_send.send_chat_action, ("chat_id", "action")),
    "forwardMessage": (methods_send.forward_message, ("chat_id", "from_chat_id", "message_id")),
    "copyMessage": (methods_send.copy_message, ("chat_id", "from_chat_id", "message_id")),
    "editMessageText": (methods_edit.edit_message_text, ()),
    "editMessageCaption": (methods_edit.edit_message_caption, ()),
    "editMessageMedia": (methods_edit.edit_message_media, ("media",)),
    "editMessageReplyMarkup": (methods_edit.edit_message_reply_markup, ()),
    "deleteMessage": (methods_edit.delete_message, ("chat_id", "message_id")),
    "deleteMessages": (methods_edit.delete_messages, ("chat_id", "message_ids")),
    "answerCallbackQuery": (methods_edit.answer_callback_query, ("callback_query_id",)),
    "leaveChat": (methods_chat.leave_chat, ("chat_id",)),
    "getFile": (methods_chat.get_file, ("file_id",)),
    "getChat": (methods_chat.get_chat, ("chat_id",)),
    "getChatMember": (methods_chat.get_chat_member, ("chat_id", "user_id")),
    "getChatMemberCount": (methods_chat.get_chat_member_count, ("chat_id",)),
    "getChatAdministrators": (methods_chat.get_chat_administrators, ("chat_id",)),
    "setMyCommands": (methods_profile.set_my_commands, ("commands",)),
    "getMyCommands": (methods_profile.get_my_commands, ()),
    "deleteMyCommands": (methods_profile.delete_my_commands, ()),
    "setMyName": (methods_profile.set_my_name, ()),
    "getMyName": (methods_profile.get_my_name, ()),
    "setMyDescription": (methods_profile.set_my_description, ()),
    "getMyDescription": (methods_profile.get_my_description, ()),
    "setMyShortDescription": (methods_profile.set_my_short_description, ()),
    "getMyShortDescription": (methods_profile.get_my_short_description, ()),
    "setChatMenuButton": (methods_profile.set_chat_menu_button, ()),
    "getChatMenuButton": (methods_profile.get_chat_menu_button, ()),
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
