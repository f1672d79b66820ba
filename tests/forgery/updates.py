"""Builders of raw Telegram updates (JSON), valid and invalid."""

from itertools import count
from typing import Any

Update = dict[str, Any]

DATE = 1_790_000_000
_numbers = count(10_000_000)


def user(telegram_id: int, **more: Any) -> dict[str, Any]:
    """Return a `User` object."""
    return {"id": telegram_id, "is_bot": False, "first_name": "P", "language_code": "zh-hans"} | more


def chat(telegram_id: int) -> dict[str, Any]:
    """Return the `Chat` object of the private chat with somebody."""
    return {"id": telegram_id, "type": "private", "first_name": "P"}


def update(**content: Any) -> Update:
    """Return an update with the next id and this content."""
    return {"update_id": next(_numbers), **content}


def message(telegram_id: int, text: str | None = None, **fields: Any) -> Update:
    """Return an update with a message in the private chat; fields: further fields of the message."""
    return update(message=bare_message(telegram_id, text, **fields))


def bare_message(telegram_id: int, text: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return the `Message` object without an update around it."""
    said = {} if text is None else {"text": text}
    number = next(_numbers)
    return {
        "message_id": number,
        "date": DATE,
        "from": user(telegram_id),
        "chat": chat(telegram_id),
        **said,
        **fields,
    }


def tap(telegram_id: int, data: str | None, **fields: Any) -> Update:
    """Return an update with a tap on a button of one of the bot's messages."""
    number = next(_numbers)
    bot = {"id": 1_000_000_001, "is_bot": True, "first_name": "车主", "username": "chezhu_bot"}
    shown = {"message_id": 5, "date": DATE, "from": bot, "chat": chat(telegram_id), "text": "?"}
    query = {"id": str(number), "from": user(telegram_id), "chat_instance": "1", "message": shown, **fields}
    return update(callback_query=query if data is None else {**query, "data": data})


def forwarded(telegram_id: int) -> dict[str, Any]:
    """Return the fields of a forwarded message."""
    origin = {"type": "user", "date": DATE, "sender_user": user(telegram_id)}
    return {"forward_origin": origin}


def photo(file_id: str) -> dict[str, Any]:
    """Return the fields of a photo."""
    return {
        "photo": [{"file_id": file_id, "file_unique_id": file_id, "width": 640, "height": 800, "file_size": 50_000}]
    }
