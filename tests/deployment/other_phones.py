"""Phones of people at the independent Bot API server; their chats consist of aiogram's types."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

from aiogram.types import CallbackQuery, Chat, Contact, InlineKeyboardMarkup, Message, PhotoSize, Update, User

BOT = User(id=1_000_000_001, is_bot=True, first_name="Desk", username="desk_bot")
TIMEOUT = 300.0

PushUpdate = Callable[..., None]


class Phone:
    """One person's chat with the bot. push: gives an update to the server. files: contents by file id."""

    def __init__(
        self, person: User, phone: str, push: PushUpdate, files: dict[str, bytes], numbers: "count[int]"
    ) -> None:
        self.person, self.number = person, phone
        self.chat = Chat(id=person.id, type="private", first_name=person.first_name)
        self.screen: dict[int, Message] = {}
        self._push, self._files, self._numbers = push, files, numbers

    def says(self, text: str) -> None:
        """Send a text message."""
        length = len(text.split()[0])
        entities = [{"type": "bot_command", "offset": 0, "length": length}] if text.startswith("/") else None
        self._write(text=text, entities=entities)

    def shares_contact(self) -> None:
        """Share the person's own contact."""
        contact = Contact(phone_number=self.number, first_name=self.person.first_name, user_id=self.person.id)
        self._write(contact=contact)

    def sends_photo(self, content: bytes) -> None:
        """Send a photo, which the server stores."""
        name = f"photo-{len(self._files) + 1}"
        self._files[name] = content
        size = PhotoSize(file_id=name, file_unique_id=f"u-{name}", width=640, height=800, file_size=len(content))
        self._write(photo=[size])

    def taps(self, label: str) -> None:
        """Wait for a button with this in its label and tap the newest."""
        _wait(lambda: self._button(label) is not None, lambda: f"no button {label!r} on {self.read()}")
        found = self._button(label)
        assert found is not None
        message, data = found
        self._push(
            callback_query=CallbackQuery(id="7", from_user=self.person, chat_instance="1", message=message, data=data)
        )

    def sees(self, words: str) -> None:
        """Wait until a message of the bot contains this."""
        _wait(lambda: any(words in text for text in self.read()), lambda: f"{words!r} is not on {self.read()}")

    def loses(self, words: str) -> None:
        """Wait until no message of the bot contains this."""
        _wait(lambda: not any(words in text for text in self.read()), lambda: f"{words!r} is still on {self.read()}")

    def read(self) -> list[str]:
        """Return the texts of the bot's messages."""
        return [message.text or message.caption or "" for message in list(self.screen.values())]

    def show(self, number: int, **shown: Any) -> Message:
        """Show the bot's message with this number. Like Telegram, it returns only inline keyboards."""
        markup = shown.pop("reply_markup", None)
        kept = markup if isinstance(markup, InlineKeyboardMarkup) else None
        self.screen[number] = self._message(number, BOT, reply_markup=kept, **shown)
        return self.screen[number]

    def _write(self, **fields: Any) -> None:
        self._push(message=self._message(next(self._numbers), self.person, **fields))

    def _message(self, number: int, by: User, **fields: Any) -> Message:
        return Message(message_id=number, date=int(time.time()), chat=self.chat, from_user=by, **fields)  # type: ignore[arg-type]

    def _button(self, label: str) -> tuple[Message, str | None] | None:
        for message in reversed(list(self.screen.values())):
            rows = message.reply_markup.inline_keyboard if message.reply_markup else []
            for button in (button for row in rows for button in row):
                if label in button.text:
                    return message, button.callback_data
        return None


def update(number: int, **fields: Any) -> Update:
    """Return an update of aiogram's type."""
    return Update(update_id=number, **fields)


def _wait(is_there: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    until = time.monotonic() + TIMEOUT
    while not is_there():
        assert time.monotonic() < until, otherwise()
        time.sleep(0.02)
