"""Cards: what a person sees, before it becomes a Telegram message: text, buttons, perhaps files."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

FLOW_VERBS = ("back", "cancel")
Subject = TypeVar("Subject", str, int, UUID)
First = TypeVar("First", str, int, UUID)
Second = TypeVar("Second", str, int, UUID)
MAX_HALF = 16  # The `text_width` that fits on a button of half a row.


class Whose(StrEnum):
    """Whose row a button is about: everybody else is refused, which the forged inputs of the tests try for each."""

    OWNER = "the owner of the vehicle, who answers or limits an application"
    FILER = "the filer of the application"
    VEHICLE = "who has the vehicle in their list"
    CERTIFICATE = "who may use the vehicle's certificate"
    PAYMENT = "who may see or pay a violation or decision"
    ORGANISATION = "members or administrators of the organisation"
    CASE = "whose own matter it is: a paper copy, an objection, an identity case, or another row that is theirs alone"
    STAFF = "staff with the role for the row"
    STAFF_LIST = "no row: staff with the role for a list or report"
    NO_ROW = "no row: about the person who taps, a secret in the subject, or a list of their own"


class ButtonStyle(StrEnum):
    """The colour of a button, by its word in the Bot API (InlineKeyboardButton.style).

    What somebody is free to refuse, such as a consent or the approval of an owner, has none: the desk does not urge.
    """

    MAIN = "primary"  # The one deed of a card: it submits what was entered.
    DANGER = "danger"  # It ends or deletes something, after a question.


@dataclass(frozen=True)
class Button(Generic[Subject]):
    """The definition of a button: its verb (unique, at most 12 characters) and the type of its subject.

    in_step: it belongs to one step of a flow, and is stale once the flow has moved on; all others say whose row it is.
    """

    verb: str
    subject_type: type[Subject]
    in_step: bool = False
    whose: Whose | None = field(default=None, kw_only=True)
    style: ButtonStyle | None = field(default=None, kw_only=True)

    def on(self, label: str, subject: Subject) -> "CardButton":
        """Return a button of this definition to put on a card."""
        return CardButton(label, self.verb, _text(subject), self.in_step, self.style)

    def parse(self, text: str) -> Subject:
        """Return the subject from its text in the callback data. Raises ValueError."""
        return self.subject_type(text)


@dataclass(frozen=True)
class PairButton(Button[str], Generic[First, Second]):
    """The definition of a button whose subject is two values, such as a row and a choice: `FIRST-SECOND`.

    example: if one value is a row, a valid one of the other, with which the tests try rows of others.
    """

    subject_type: type[str] = field(default=str, init=False)
    first_type: type[First] = field(kw_only=True)
    second_type: type[Second] = field(kw_only=True)
    example: First | Second | None = field(default=None, kw_only=True)

    def on_pair(self, label: str, first: First, second: Second) -> "CardButton":
        """Return a button of this definition to put on a card."""
        return self.on(label, f"{_text(first)}-{_text(second)}")

    def parse_pair(self, text: str) -> tuple[First, Second]:
        """Return both values from their text in the callback data. Raises ValueError."""
        first, _, second = text.partition("-")
        return self.first_type(first), self.second_type(second)


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button on a card."""

    label: str
    verb: str
    subject: str = ""
    in_step: bool = False
    style: ButtonStyle | None = None


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button on a card that opens a URL."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button on a card that puts a text of 1 to 256 characters on the clipboard of the device."""

    label: str
    copied: str


@dataclass(frozen=True, slots=True)
class InlineButton:
    """A button on a card that asks for a chat and opens the bot's inline mode in it, with this query.

    url: what the button opens for a version of the desk that knows no such buttons.
    """

    label: str
    query: str
    url: str


AnyButton: TypeAlias = CardButton | LinkButton | CopyButton | InlineButton
Row: TypeAlias = tuple[AnyButton, ...]


class Keyboard(StrEnum):
    """What replaces the person's own keyboard: a button that shares their contact, or nothing again."""

    CONTACT = "contact"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file on a card, sent as photo or as document (Telegram recompresses photos).

    name: what it is called on the device instead of the stored name, which says nothing of anybody.
    """

    file_id: UUID
    as_document: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map with its name and address, in degrees of WGS 84."""

    title: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PhoneContact:
    """A phone number with a name: Telegram calls it at a tap, which it offers on no button."""

    first_name: str
    phone_number: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a person sees. `text` is HTML as Telegram takes it; `about`: the topic of its messages in the chat.

    instead: is sent in place of the text, which says the same in words. protected: clients neither forward nor save it.
    """

    text: str
    rows: tuple[Row, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    keyboard: Keyboard | None = None
    keyboard_label: str = ""
    about: str = ""
    instead: Venue | PhoneContact | None = None
    protected: bool = False

    @property
    def flow_buttons(self) -> tuple[CardButton, ...]:
        """The buttons Back and Cancel of a flow, if it has them."""
        buttons = (button for row in self.rows for button in row)
        return tuple(each for each in buttons if isinstance(each, CardButton) and each.verb in FLOW_VERBS)

    @property
    def other_rows(self) -> tuple[Row, ...]:
        """The rows without Back and Cancel of a flow."""
        return tuple(row for row in self.rows if not {*self.flow_buttons} & {*row})

    def with_text(self, text: str) -> "Card":
        """Return the same card with another text."""
        return replace(self, text=text)

    def with_rows(self, *rows: Row) -> "Card":
        """Return the same card with more rows of buttons below."""
        return replace(self, rows=self.rows + rows)


def column(*buttons: CardButton | LinkButton) -> tuple[Row, ...]:
    """Return the buttons as rows of one."""
    return tuple((button,) for button in buttons)


def grid(buttons: list[CardButton], width: int = 2) -> tuple[Row, ...]:
    """Return the buttons as rows of `width`."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def side_by_side(buttons: Iterable[CardButton]) -> tuple[Row, ...]:
    """Return rows of two buttons; a label that a narrow phone would cut off in half a row has a whole one."""
    rows: list[tuple[CardButton, ...]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and all(text_width(each.label) <= MAX_HALF for each in (*rows[-1], button)):
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def text_width(words: str) -> int:
    """Return the width of a text on a screen, in Latin characters: a Han character counts as two."""
    return sum(2 if character >= "\u2e80" else 1 for character in words)


def _text(subject: str | int | UUID) -> str:
    return subject.hex if isinstance(subject, UUID) else str(subject)
