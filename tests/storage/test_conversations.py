"""Conversations: what a person typed is there after a restart, and readable in no row."""

from datetime import datetime

from sqlalchemy import text

from storage.database import Database
from storage.engine import conversations
from storage.engine.conversations import Conversation


def test_nowhere_yet_is_an_empty_conversation(database: Database) -> None:
    with database.reading() as session:
        assert conversations.load(session, "1:7") == Conversation("1:7")


def test_where_a_person_stands_is_kept_whole(database: Database, now: datetime) -> None:
    parked = {"verify": {"step": "photo", "draft": {"tries": 1}, "trail": []}}
    standing = Conversation("1:7", "filing", "plate", 3, {"type": "02"}, ["type"], parked)
    with database.transaction() as session:
        conversations.save(session, standing, at=now)
    with database.reading() as session:
        assert conversations.load(session, "1:7") == standing
        assert conversations.load(session, "1:8") == Conversation("1:8")


def test_the_next_step_takes_the_place_of_the_last(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        conversations.save(session, Conversation("1:7", "filing", "type", 1), at=now)
        conversations.save(session, Conversation("1:7", "filing", "plate", 2, {"type": "02"}), at=now)
        assert conversations.load(session, "1:7").step == "plate"
        assert session.execute(text("SELECT count(*) FROM conversations")).scalar() == 1


def test_what_was_typed_stands_in_no_row(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        conversations.save(session, Conversation("1:7", "filing", "type", 1, {"plate": "桂A12345"}), at=now)
        content = session.execute(text("SELECT content FROM conversations")).scalar_one()
    assert b"A12345" not in bytes(content)


def test_a_conversation_can_be_forgotten(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        conversations.save(session, Conversation("1:7", "filing", "type", 1), at=now)
        conversations.delete_conversation(session, "1:7")
        assert conversations.load(session, "1:7").flow == ""
