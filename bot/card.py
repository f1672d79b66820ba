"""A card: what a person sees, before it is a Telegram message. Text, buttons, perhaps a file."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

Subject = TypeVar("Subject", str, int, UUID)


@dataclass(frozen=True)
class Button(Generic[Subject]):
    """A kind of button: its verb (at most 12 characters, unique) and what its subject is.

    in_step: it belongs to one step of a flow, and dies when the flow moves on.
    """

    verb: str
    kind: type[Subject]
    in_step: bool = False

    def on(self, label: str, subject: Subject) -> "CardButton":
        """Return a button of this kind to put on a card."""
        return CardButton(label, self.verb, _write(subject), self.in_step)

    def read(self, text: str) -> Subject:
        """Read the subject back. Raises ValueError."""
        if self.kind is UUID:
            return UUID(hex=text)
        return self.kind(text)


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button on a card, to be tapped."""

    label: str
    verb: str
    subject: str = ""
    in_step: bool = False


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens an address."""

    label: str
    url: str


class Keyboard(StrEnum):
    """What takes the place of the person's own keyboard."""

    CONTACT = "contact"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on a card: kept in the store, sent as photo or as document (certificates: a photo is recompressed)."""

    file_id: UUID
    as_document: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a person sees. `text` is HTML as Telegram takes it; rows are buttons, line by line."""

    text: str
    rows: tuple[tuple[CardButton | LinkButton, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    keyboard: Keyboard | None = None
    keyboard_label: str = ""

    def with_text(self, text: str) -> "Card":
        """Return the same card with other words."""
        return Card(text, self.rows, self.attachments, self.keyboard, self.keyboard_label)

    def with_rows(self, *rows: tuple[CardButton | LinkButton, ...]) -> "Card":
        """Return the same card with more lines of buttons below."""
        return Card(self.text, self.rows + rows, self.attachments, self.keyboard, self.keyboard_label)


def column(*presses: CardButton | LinkButton) -> tuple[tuple[CardButton | LinkButton, ...], ...]:
    """Lay buttons out one below the other."""
    return tuple((press,) for press in presses)


def grid(presses: list[CardButton], width: int = 2) -> tuple[tuple[CardButton | LinkButton, ...], ...]:
    """Lay buttons out in lines of `width`."""
    return tuple(tuple(presses[start : start + width]) for start in range(0, len(presses), width))


def pack(card: Card, mark: Callable[[CardButton], str]) -> dict[str, Any]:
    """Turn a card into what the outbox keeps. `mark` makes callback data of a CardButton."""
    packed: dict[str, Any] = {"text": card.text}
    if card.rows:
        packed["rows"] = [
            [
                {"text": item.label, "url": item.url}
                if isinstance(item, LinkButton)
                else {"text": item.label, "data": mark(item)}
                for item in row
            ]
            for row in card.rows
        ]
    if card.attachments:
        packed["files"] = [{"id": item.file_id.hex, "document": item.as_document} for item in card.attachments]
    if card.keyboard is not None:
        packed["keyboard"] = card.keyboard.value
        packed["keyboard_label"] = card.keyboard_label
    return packed


def _write(subject: str | int | UUID) -> str:
    return subject.hex if isinstance(subject, UUID) else str(subject)
