"""What a turn is about: the event that arrived, and the file that came with it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from telegram import Update

from bot import callback_data


@dataclass(frozen=True, slots=True)
class Incoming:
    """The event of the turn: an update (a tap among them), the result of a task, or a timer."""

    update: Update | None = None
    tap: callback_data.Tap | None = None
    task: str = ""
    reference: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    timer: str = ""
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A photo or document that the person sent. size: in bytes, as reported by Telegram."""

    message_id: int
    file_id: str
    unique_id: str
    size: int
    album: str
