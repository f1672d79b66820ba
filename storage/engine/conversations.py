"""Conversations: where each person stands in the chat, so that a restart changes nothing for him.

One row a lane (one person in one bot). What he has typed so far is the draft; flows
he left for another are parked beside it with theirs. Both are sealed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel

from storage.database import encrypted_bytes, instant
from storage.database.encryption import current_keyring
from storage.database.prepared import Prepared


class ConversationRow(SQLModel, table=True):
    """The kept form of a conversation."""

    __tablename__ = "conversations"

    lane: str = Field(primary_key=True)
    flow: str = ""
    step: str = ""
    revision: int = 0
    content: bytes = encrypted_bytes()
    updated_at: datetime = instant()


@dataclass
class Conversation:
    """Where a person stands. `flow` is empty when nothing is going on.

    `keyboard`: the flow and step whose keyboard has taken the place of his own, empty when none has.
    `tapped`: the tap that last changed its own message: which message, which button.
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

    @property
    def place(self) -> str:
        """Flow and step in one word."""
        return f"{self.flow}:{self.step}"


_table: Table = ConversationRow.__table__  # type: ignore[attr-defined]
_load = select(_table).where(_table.c.lane == bindparam("lane"))
INSERTS = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}
_SEALED = ("draft", "trail", "parked", "keyboard", "tapped")
_KEPT = ("flow", "step", "revision", "content", "updated_at")


def _upsert(insert: Any) -> Any:
    statement = insert(_table)
    moved = {name: statement.excluded[name] for name in _KEPT}
    return statement.on_conflict_do_update(index_elements=["lane"], set_=moved)


_save = {kind: Prepared(_upsert(insert), "lane", *_KEPT) for kind, insert in INSERTS.items()}


def load(session: Session, lane: str) -> Conversation:
    """Return where this lane's person stands; nowhere yet is an empty conversation."""
    row = session.connection().execute(_load, {"lane": lane}).first()
    if row is None:
        return Conversation(lane)
    return opened(lane, row.flow, row.step, row.revision, row.content)


def opened(lane: str, flow: str, step: str, revision: int, content: bytes) -> Conversation:
    """Return a conversation out of what its row holds. Raises DecryptionError."""
    kept = current_keyring().decrypt_json(content, f"conversations:{lane}")
    return Conversation(lane, flow, step, revision, **kept)


def save(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """Keep where the person stands now."""
    kept = {name: getattr(conversation, name) for name in _SEALED}
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


def forget(session: Session, lane: str) -> None:
    """Delete what a person has typed: his account is gone."""
    session.connection().execute(_table.delete().where(_table.c.lane == lane))
