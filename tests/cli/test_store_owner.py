"""A desk starts on its own store alone: kind, bot and key are compared before anything is changed."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.runtime import database as runtime_database, store_owner
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.runtime.store_owner import LOCAL_BOT_ID, LOCAL_OWNER, StoreOwner
from bot.settings import InvalidSettings, Settings
from storage.database import Database, encryption, revision
from storage.database.encryption import Keyring
from storage.identity import accounts
from storage.migrations import migrator
from storage.register import people
from storage.store_identity import StoreKind
from tests import databases
from tests.cli.conftest import SECRET_KEY, settings_of
from tests.postgresql import Postgres

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
OTHER_KEY = urlsafe_b64encode(b"another secret, also 32 bytes...").decode()
BOT_5, BOT_6 = StoreOwner(StoreKind.REAL, 5), StoreOwner(StoreKind.REAL, 6)


@pytest.fixture(autouse=True)
def keyring() -> Iterator[None]:
    """Use the keyring of the tests again afterwards."""
    yield
    databases.use_test_secret()


def refusal(settings: Settings, owner: StoreOwner | None = None) -> str:
    """Return why the store is not opened, or "" if it is."""
    try:
        with open_database(settings, owner=owner):
            return ""
    except OperatorError as refused:
        return str(refused)


def adopt(database: Database, owner: StoreOwner) -> list[str]:
    """Start on a store, and return what is said."""
    said: list[str] = []
    store_owner.adopt(database, owner, now=NOW, say=said.append)
    return said


@pytest.mark.parametrize(
    ("owner", "started", "words"),
    [
        (BOT_5, LOCAL_OWNER, "belongs to bot 5 on Telegram and holds the data of real people"),
        (LOCAL_OWNER, BOT_5, "made by the local Telegram"),
        (BOT_5, BOT_6, "belongs to bot 5, the token to bot 6"),
        (LOCAL_OWNER, StoreOwner(StoreKind.REAL, LOCAL_BOT_ID), "made by the local Telegram"),
        (LOCAL_OWNER, StoreOwner(StoreKind.REAL, 5, may_change_bot=True), "made by the local Telegram"),
    ],
)
def test_another_ones_store_is_refused_with_a_way_out(
    settings: Settings, database: Database, owner: StoreOwner, started: StoreOwner, words: str
) -> None:
    adopt(database, owner)
    message = refusal(settings, started)
    assert words in message
    assert "CHEZHU_DATA_DIR" in message


def test_the_first_start_says_whose_the_store_is_and_later_ones_open_it(settings: Settings, database: Database) -> None:
    assert adopt(database, BOT_5) == ["This store belongs to bot 5 on Telegram from now on"]
    assert adopt(database, BOT_5) == []
    assert refusal(settings, BOT_5) == ""


@pytest.mark.parametrize(("first", "second"), [(BOT_5, BOT_6), (BOT_5, LOCAL_OWNER), (LOCAL_OWNER, BOT_5)])
def test_of_two_desks_that_start_on_a_new_store_at_once_one_is_refused(
    store_url: str, first: StoreOwner, second: StoreOwner
) -> None:
    databases.use_test_secret()
    database = Database(store_url)
    adopt(database, first)
    with pytest.raises(OperatorError):
        adopt(database, second)
    assert adopt(database, first) == []
    encryption.use_keyring(Keyring((b"another secret, also 32 bytes...",)))
    with pytest.raises(OperatorError, match="does not open"):
        adopt(database, first)
    database.close()


def test_the_operator_can_give_the_store_to_another_bot(settings: Settings, database: Database) -> None:
    adopt(database, BOT_5)
    new = StoreOwner(StoreKind.REAL, 6, may_change_bot=True)
    assert refusal(settings, new) == ""
    assert adopt(database, new) == ["This store belonged to bot 5; it belongs to bot 6 on Telegram from now on"]
    assert refusal(settings, BOT_6) == ""
    assert "belongs to bot 6" in refusal(settings, BOT_5)


def test_a_command_is_refused_by_the_token_of_another_bot_and_runs_without_one(
    settings: Settings, database: Database
) -> None:
    adopt(database, BOT_5)
    assert refusal(settings) == ""
    assert "the token to bot 6" in refusal(settings.model_copy(update={"telegram_token": "6:other"}))


@pytest.mark.parametrize(
    ("bots", "started", "words"),
    [
        ((LOCAL_BOT_ID,), BOT_5, "made by the local Telegram"),
        ((LOCAL_BOT_ID, 5), BOT_5, "made by the local Telegram"),
        ((5,), LOCAL_OWNER, "belongs to bot 5 on Telegram"),
        ((5, LOCAL_BOT_ID), LOCAL_OWNER, "belongs to bot 5 on Telegram"),
        ((5,), BOT_6, "belongs to bot 5, the token to bot 6"),
        ((5,), BOT_5, ""),
        ((5, 6), BOT_6, ""),
        ((LOCAL_BOT_ID,), LOCAL_OWNER, ""),
        ((LOCAL_BOT_ID,), StoreOwner(StoreKind.REAL, LOCAL_BOT_ID), ""),
        ((5,), StoreOwner(StoreKind.REAL, 6, may_change_bot=True), ""),
        ((), BOT_5, ""),
    ],
)
def test_a_store_of_an_earlier_version_is_known_by_the_bots_of_its_accounts(
    settings: Settings, database: Database, bots: tuple[int, ...], started: StoreOwner, words: str
) -> None:
    with database.transaction() as session:
        for bot in bots:
            accounts.get_or_create(session, bot, 700, language="en", at=NOW)
    message = refusal(settings, started)
    assert words in message
    assert bool(words) is bool(message)


def test_another_key_is_refused_by_the_canary(settings: Settings, database: Database) -> None:
    adopt(database, BOT_5)
    assert "does not open this store" in refusal(settings.model_copy(update={"secret_key": OTHER_KEY}))
    assert refusal(settings.model_copy(update={"secret_key": f"{OTHER_KEY},{SECRET_KEY}"})) == ""


def test_another_key_is_refused_by_a_store_without_identity(settings: Settings, database: Database) -> None:
    with database.transaction() as session:
        session.add(people.new(id_number="999999199005170017", name="李建国"))
    assert "does not open this store" in refusal(settings.model_copy(update={"secret_key": OTHER_KEY}))


def test_a_refused_start_migrates_nothing(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "var")
    settings.data_dir.mkdir()
    migrator.upgrade(settings.store_url, "0034")
    with migrator.exclusive(settings.store_url) as connection:
        insert = "INSERT INTO accounts (id, bot_id, telegram_id, language, created_at) VALUES ('a', 5, 7, 'en', :now)"
        connection.execute(text(insert), {"now": NOW.replace(tzinfo=None)})
        connection.execute(text("UPDATE alembic_version SET version_num = '0033'"))
    assert refusal(settings, LOCAL_OWNER)
    assert migrator.revision_of(settings.store_url).current == "0033"
    assert not revision.is_up_to_date(settings.store_url)


def test_no_new_key_is_made_beside_a_store_that_has_lost_its_key_file(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "var").model_copy(update={"secret_key": ""})
    assert refusal(settings) == ""
    kept = settings.key_file.read_text()
    assert settings.key_file.stat().st_mode & 0o077 == 0
    assert refusal(settings) == ""
    settings.key_file.unlink()
    assert "its key file" in refusal(settings)
    assert not settings.key_file.exists()
    settings.key_file.write_text(kept)
    assert refusal(settings) == ""


@pytest.mark.parametrize("content", ["", "\n", "c2hvcnQ"])
def test_a_key_file_that_holds_no_whole_key_is_reported(tmp_path: Path, content: str) -> None:
    settings = settings_of(tmp_path).model_copy(update={"secret_key": ""})
    settings.key_file.write_text(content)
    with pytest.raises(InvalidSettings, match="holds no whole key"):
        settings.keyring()


def test_a_lost_key_file_is_noticed_beside_a_store_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, database_url=postgresql_url).model_copy(update={"secret_key": ""})
    assert refusal(settings, BOT_5) == ""
    with open_database(settings) as database:
        adopt(database, BOT_5)
    settings.key_file.unlink()
    assert "its key file" in refusal(settings, BOT_5)
    assert "does not open" in refusal(settings.model_copy(update={"secret_key": OTHER_KEY}), BOT_5)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_is_not_in_utf8_is_refused(postgres: Postgres, tmp_path: Path, encoding: str) -> None:
    name = postgres.create_with_encoding(encoding)
    settings = settings_of(tmp_path, database_url=postgres.url(name))
    assert f"stores text as {encoding}" in refusal(settings, BOT_5)
    with pytest.raises(OperatorError, match="createdb --encoding=UTF8"):
        runtime_database.use_keys(settings)
    postgres.drop(name)
