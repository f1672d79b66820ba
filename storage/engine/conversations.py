"""Conversations: the current flow, step and draft of each lane (one person in one bot), so that they survive a restart.

The draft holds what the person has entered so far; flows left for another are parked with their drafts. Both
are encrypted.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel

from storage.database import INSERTS, encrypted_bytes, instant, table_of
from storage.database.encryption import current_keyring
from storage.database.prepared import PreparedStatement
from storage.retention import EndOfKeeping, keep_until


class ConversationRow(SQLModel, table=True):
    """The stored form of a conversation."""

    __tablename__ = "conversations"

    lane: str = Field(primary_key=True)
    flow: str = ""
    step: str = ""
    revision: int = 0
    content: bytes = encrypted_bytes()
    updated_at: datetime = instant()


keep_until(EndOfKeeping.ACCOUNT, ConversationRow)


@dataclass
class Conversation:
    """The state of one conversation. `flow` is empty when no flow is running.

    `keyboard`: the flow and step whose reply keyboard replaces the default one, empty when none does.
    `tapped`: the last tap that was handled: which message, which button, when; it begins with `~` if the message stays.
    `card`: the reference of the delivery that shows the current step, whose buttons go with the step.
    `wish`: what somebody asked for, which goes on after they have registered, or agreed to a text.
    `typed`: a text that may answer the current step or mean something else, while the person is asked.
    `album`: the album to whose first picture the desk has answered, so that the others get no answer of their own.
    """

    lane: str
    flow: str = ""
    step: str = ""
    revision: int = 0
    draft: dict[str, Any] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)
    parked: dict[str, dict[str, Any]] = field(default_factory=dict)
    keyboard: str = ""
    tapped: str = ""
    card: str = ""
    wish: str = ""
    typed: str = ""
    album: str = ""

    @property
    def place(self) -> str:
        """Flow and step in one word."""
        return f"{self.flow}:{self.step}"

    @property
    def last_tap(self) -> tuple[str, str] | None:
        """The message that the last tap has edited, and the callback data; None if the message has stayed."""
        message, _, data = (self.tapped.rpartition("@")[0] or self.tapped).partition(":")
        return (message, data) if data and not message.startswith("~") else None

    def forget_parked(self, name: str, value: str) -> None:
        """Remove the parked flows whose draft has this value under this name: what they ask for is settled."""
        self.parked = {flow: kept for flow, kept in self.parked.items() if kept["draft"].get(name) != value}


_table = table_of(ConversationRow)
_load = select(_table).where(_table.c.lane == bindparam("lane"))
_ENCRYPTED = ("draft", "trail", "parked", "keyboard", "tapped", "card", "wish", "typed", "album")
_COLUMNS = ("flow", "step", "revision", "content", "updated_at")


def _upsert(insert: Any) -> Any:
    statement = insert(_table)
    moved = {name: statement.excluded[name] for name in _COLUMNS}
    return statement.on_conflict_do_update(index_elements=["lane"], set_=moved)


_save = {kind: PreparedStatement(_upsert(insert), "lane", *_COLUMNS) for kind, insert in INSERTS.items()}


def load(session: Session, lane: str) -> Conversation:
    """Return the conversation of this lane, an empty one if there is none."""
    row = session.connection().execute(_load, {"lane": lane}).first()
    if row is None:
        return Conversation(lane)
    return decrypted(lane, row.flow, row.step, row.revision, row.content)


def decrypted(lane: str, flow: str, step: str, revision: int, content: bytes) -> Conversation:
    """Return a conversation from its row's columns, without what a newer version adds. Raises DecryptionError."""
    kept = current_keyring().decrypt_json(content, f"conversations:{lane}")
    return Conversation(lane, flow, step, revision, **{name: kept[name] for name in _ENCRYPTED if name in kept})


def save(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """Insert or update the row of a conversation."""
    kept = {name: getattr(conversation, name) for name in _ENCRYPTED}
    values = {
        "lane": conversation.lane,
        "flow": conversation.flow,
        "step": conversation.step,
        "revision": conversation.revision,
        "content": current_keyring().encrypt_json(kept, f"conversations:{conversation.lane}"),
        "updated_at": at,
    }
    connection = session.connection()
    _save[connection.dialect.name].run(session, values)


def delete_conversation(session: Session, lane: str) -> None:
    """Delete the conversation of a deleted account."""
    session.connection().execute(_table.delete().where(_table.c.lane == lane))
