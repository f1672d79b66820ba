"""What a turn is about: the event that arrived, and the file that came with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from telegram import CallbackQuery, Message, Update

from bot import callback_data
from bot.card import Button, First, PairButton, Second, Subject
from bot.errors import InvalidCallbackData

Parsed = TypeVar("Parsed")


# A command, and what divides it from the words behind it: Chinese input methods insert wide blanks, people a comma.
_COMMAND = re.compile(r"/([A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?)(?:(?=\s|$)|[,，、:：;；。!！]|\.(?=\s|$))\s*")
_NUMBER = re.compile(r"(#?[A-Za-z]{0,2}\d+)[,，、:：;；](?=[^\d\s])")


@dataclass(frozen=True, slots=True)
class Incoming:
    """The event of the turn: an update (a tap among them), the result of a task, or a timer.

    order: of a task that has failed, its arguments in their stored form; empty if an older version ran it.
    tapped_file: the tapped button stands below a picture or a document. is_service: Telegram reports something that
    nobody has written, such as a pinned message. words: what the message was found to mean, in place of its text.
    """

    update: Update | None = None
    tap: callback_data.Tap | None = None
    tapped_file: bool = False
    is_service: bool = False
    task: str = ""
    reference: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    timer: str = ""
    subject: UUID | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A photo or document that the person sent. size: in bytes, as reported by Telegram."""

    message_id: int
    file_id: str
    unique_id: str
    size: int
    album: str

    @classmethod
    def of(cls, message: Message | None) -> "SentFile":
        """Return the photo (its largest size) or document of a message. Raises LookupError for another message."""
        found = (message.photo[-1] if message.photo else message.document) if message is not None else None
        if message is None or found is None:
            raise LookupError("no file in this message")
        size, album = found.file_size or 0, message.media_group_id or ""
        return cls(message.message_id, found.file_id, found.file_unique_id, size, album)


def command_in(text: str) -> str:
    """Return the command that begins a text, without its slash: `file@desk_bot`."""
    found = _COMMAND.match(text)
    return found[1] if found else text.split(None, 1)[0][1:]


def words_of(message: Message | None) -> str:
    """Return the text of a message without surrounding blanks; what follows a command; the caption of a picture."""
    if message is None:
        return ""
    text = message.text or message.caption or ""
    if command := _COMMAND.match(text):
        text = text[command.end() :]
    elif text.startswith("/"):
        text = "".join(text.split(None, 1)[1:])
    return text.strip()


class IncomingReader:
    """Base of the context of a turn: the parts of its event."""

    incoming: Incoming

    @property
    def message(self) -> Message | None:
        """The message that was sent; None for a tap, a result or a timer."""
        return self.incoming.update.message if self.incoming.update else None

    @property
    def written(self) -> Message | None:
        """The message that was sent or edited; None for anything else."""
        update = self.incoming.update
        return (update.message or update.edited_message) if update else None

    @property
    def query(self) -> CallbackQuery | None:
        """The callback query of a tap."""
        return self.incoming.update.callback_query if self.incoming.update else None

    @property
    def tapped_message(self) -> int | None:
        """The id of the message whose button was tapped, if its text can be replaced.

        None for a file with buttons, and for a message that is deleted or out of the bot's reach.
        """
        message = self.query.message if self.query is not None else None
        if message is None or self.incoming.tapped_file or not message.is_accessible:
            return None
        return message.message_id

    def tapped(self, button: Button[Subject]) -> Subject:
        """Return the subject of the tapped button. Raises InvalidCallbackData if it is another one, or invalid."""
        return self._tapped(button, button.parse)

    def tapped_pair(self, button: PairButton[First, Second]) -> tuple[First, Second]:
        """Return both values of the tapped button. Raises InvalidCallbackData like `tapped`."""
        return self._tapped(button, button.parse_pair)

    def is_tap_of(self, button: Button[Any]) -> bool:
        """Whether this turn is a tap of this button."""
        return self.incoming.tap is not None and self.incoming.tap.verb == button.verb

    def _tapped(self, button: Button[Any], parse: Callable[[str], Parsed]) -> Parsed:
        tap = self.incoming.tap
        if tap is None or tap.verb != button.verb:
            raise InvalidCallbackData
        try:
            return parse(tap.subject)
        except ValueError:
            raise InvalidCallbackData from None

    @property
    def words(self) -> str:
        """The text of the message without surrounding blanks; what follows a command; the caption of a picture."""
        return words_of(self.message) if self.incoming.words is None else self.incoming.words

    @property
    def arguments(self) -> list[str]:
        """What follows a command, split at blanks, and at a comma behind a number that begins it."""
        number = _NUMBER.match(self.words)
        if number is None:
            return self.words.split()
        return [number[1], *self.words[number.end() :].split()]

    @property
    def file(self) -> SentFile:
        """The photo (its largest size) or document of the message. Raises LookupError for another message."""
        return SentFile.of(self.message)

    @property
    def subject(self) -> UUID:
        """The id of the row that a timer is about. Raises LookupError outside a timer."""
        if self.incoming.subject is None:
            raise LookupError("no timer in this turn")
        return self.incoming.subject
