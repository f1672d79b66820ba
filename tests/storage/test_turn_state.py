"""The query that begins every turn: it loads the account, which can be changed, and the conversation."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from storage.database import Database
from storage.engine import conversations, turn_state
from storage.engine.conversations import Conversation
from storage.identity import accounts

FIRST_QUERY = """
import sys
from storage.database import Database
from storage.engine import turn_state
from tests import databases
databases.use_test_secret()
with Database(sys.argv[1]).transaction() as session:
    found = turn_state.find(session, 1, 7, "1:7")
    print(found[0].language, found[1].lane)
"""


def test_nothing_is_found_before_the_first_message(database: Database) -> None:
    with database.transaction() as session:
        assert turn_state.find(session, 1, 7, "1:7") is None


def test_the_account_and_the_conversation_are_loaded_together(database: Database, now: datetime) -> None:
    conversation_before = Conversation("1:7", "filing", "plate", 3, {"type": "02"}, ["type"])
    with database.transaction() as session:
        known = accounts.get_or_create(session, 1, 7, language="en", at=now)
        conversations.save(session, conversation_before, at=now)
    with database.transaction() as session:
        found = turn_state.find(session, 1, 7, "1:7")
        assert found is not None
        account, conversation = found
        assert (account.id, account.language, account.created_at) == (known.id, "en", now)
        assert conversation == conversation_before


def test_each_user_has_an_account_and_a_conversation_with_each_bot(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        places = [(bot, person) for bot in (1, 2) for person in (7, 8)]
        known = {place: accounts.get_or_create(session, *place, language="en", at=now).id for place in places}
    with database.transaction() as session:
        for bot, person in places:
            found = turn_state.find(session, bot, person, f"{bot}:{person}")
            assert found is not None
            assert found[0].id == known[(bot, person)]


def test_changes_to_the_account_are_stored(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        accounts.get_or_create(session, 1, 7, language="en", at=now)
    with database.transaction() as session:
        found = turn_state.find(session, 1, 7, "1:7")
        assert found is not None
        found[0].language = "zh-CN"
    with database.reading() as session:
        account = accounts.by_telegram(session, 1, 7)
        assert account is not None
        assert account.language == "zh-CN"


def test_an_account_already_in_the_session_keeps_its_changes(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        known = accounts.get_or_create(session, 1, 7, language="en", at=now)
        known.language = "zh-CN"
        found = turn_state.find(session, 1, 7, "1:7")
        assert found is not None
        assert found[0] is known
    with database.transaction() as session:
        found = turn_state.find(session, 1, 7, "1:7")
        assert found is not None
        assert found[0].language == "zh-CN"


def test_the_turn_state_can_be_the_first_query_of_a_process(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        accounts.get_or_create(session, 1, 7, language="en", at=now)
    command = [sys.executable, "-c", FIRST_QUERY, lite.url]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    assert done.stdout == "en 1:7\n"
