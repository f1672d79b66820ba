"""The identity of a store: one row, adopted once, opened by its own keys alone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.runtime import secret_rotation
from storage import store_identity
from storage.database import Database, table_of
from storage.database.encryption import Keyring, use_keyring
from storage.store_identity import StoreIdentity, StoreKind
from tests import databases

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
OTHER = b"another secret, also 32 bytes..."


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    """A store of bot 5 on Telegram."""
    databases.use_test_secret()
    store = Database(store_url)
    with store.transaction() as session:
        assert store_identity.adopt(session, StoreKind.REAL, 5, at=NOW)
    yield store
    databases.use_test_secret()
    store.close()


def identity(store: Database) -> StoreIdentity:
    """Return the identity as stored."""
    with store.engine.connect() as connection:
        found = store_identity.read(connection)
    assert found is not None
    return found


def test_a_store_is_adopted_once(store: Database) -> None:
    with store.transaction() as session:
        assert not store_identity.adopt(session, StoreKind.LOCAL, 6, at=NOW)
    assert (identity(store).kind, identity(store).bot_id) == (StoreKind.REAL, 5)


def test_the_database_refuses_a_second_row(store: Database) -> None:
    row = {**identity(store).model_dump(), "id": 2}
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.connection().execute(table_of(StoreIdentity).insert(), row)


def test_a_store_without_the_table_has_no_identity(database_url: str) -> None:
    empty = Database(database_url)
    with empty.engine.connect() as connection:
        assert store_identity.read(connection) is None
    empty.close()


@pytest.mark.parametrize(
    ("secrets", "opens"),
    [
        ((databases.SECRET,), True),
        ((OTHER, databases.SECRET), True),
        ((OTHER,), False),
        ((databases.SECRET, OTHER), False),  # Another oldest key: nothing would be found by its keyed hash.
    ],
)
def test_only_the_keys_of_the_store_open_it(lite: Database, secrets: tuple[bytes, ...], *, opens: bool) -> None:
    databases.use_test_secret()
    with lite.transaction() as session:
        store_identity.adopt(session, StoreKind.REAL, 5, at=NOW)
    use_keyring(Keyring(secrets))
    assert store_identity.is_opened(identity(lite)) is opens
    databases.use_test_secret()


def test_a_changed_canary_does_not_open(store: Database) -> None:
    with store.transaction() as session:
        session.connection().execute(update(table_of(StoreIdentity)).values(canary_sealed=b""))
    assert not store_identity.is_opened(identity(store))


def test_the_canary_is_encrypted_again_with_the_newest_key(store: Database) -> None:
    use_keyring(Keyring((OTHER, databases.SECRET)))
    assert sum(secret_rotation.pieces(store)) == 1
    assert identity(store).canary_sealed[:4] == Keyring((OTHER,)).current
    assert store_identity.is_opened(identity(store))


def test_a_store_can_be_given_to_another_bot(store: Database) -> None:
    with store.transaction() as session:
        store_identity.change_bot(session, 7)
    assert identity(store).bot_id == 7
