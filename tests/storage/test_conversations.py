"""Conversations: entered data survives a restart, and no column holds it in clear text."""

from datetime import datetime

from sqlalchemy import text

from storage.database import Database
from storage.engine import conversations
from storage.engine.conversations import Conversation


def test_a_new_lane_has_an_empty_conversation(database: Database) -> None:
    with database.reading() as session:
        assert conversations.load(session, "1:7") == Conversation("1:7")


def test_a_conversation_is_stored_completely(database: Database, now: datetime) -> None:
    parked = {"verify": {"step": "photo", "draft": {"tries": 1}, "trail": []}}
    conversation = Conversation("1:7", "filing", "plate", 3, {"type": "02"}, ["type"], parked)
    with database.transaction() as session:
        conversations.save(session, conversation, at=now)
    with database.reading() as session:
        assert conversations.load(session, "1:7") == conversation
        assert conversations.load(session, "1:8") == Conversation("1:8")


def test_the_next_step_replaces_the_last(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        conversations.save(session, Conversation("1:7", "filing", "type", 1), at=now)
        conversations.save(session, Conversation("1:7", "filing", "plate", 2, {"type": "02"}), at=now)
        assert conversations.load(session, "1:7").step == "plate"
        assert session.execute(text("SELECT count(*) FROM conversations")).scalar() == 1


def test_the_draft_is_not_stored_in_clear_text(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        conversations.save(session, Conversation("1:7", "filing", "type", 1, {"plate": "桂A12345"}), at=now)
        content = session.execute(text("SELECT content FROM conversations")).scalar_one()
    assert b"A12345" not in bytes(content)


def test_a_conversation_can_be_deleted(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        conversations.save(session, Conversation("1:7", "filing", "type", 1), at=now)
        conversations.delete_conversation(session, "1:7")
        assert conversations.load(session, "1:7").flow == ""
