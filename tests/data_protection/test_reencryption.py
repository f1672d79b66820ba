"""Re-encryption: in batches with the newest key; afterwards the old keys but the oldest can be removed."""

from pathlib import Path

import pytest
from sqlmodel import Session

from bot.runtime import secret_rotation
from storage import reencryption, schema
from storage.database import encrypted_bytes, encryption
from storage.database.encryption import DecryptionError, Keyring
from storage.register.people import Person
from tests import databases
from tests.databases import SECRET
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.privacy_steps import exports

OLD, NEW = b"the secret in between, 32 bytes.", b"another secret of tests, 32 byte"


@pytest.fixture
def app(tmp_path: Path) -> AppDriver:
    """Return a desk whose data is encrypted with the key in between."""
    encryption.use_keyring(Keyring((OLD, SECRET)))
    app = AppDriver(databases.new_sqlite(tmp_path))
    owner = cast.owner(app)
    cast.car(app, owner)
    exports(owner)
    owner.says("/file")
    return app


def test_everything_is_reencrypted_in_batches_and_still_decrypted(app: AppDriver) -> None:
    try:
        encryption.use_keyring(Keyring((NEW, OLD, SECRET)))
        batches = list(secret_rotation.pieces(app.database, limit=7))
        assert max(batches) <= 7
        assert sum(batches) > 7
        encryption.use_keyring(Keyring((NEW, SECRET)))  # The oldest key still derives the indexes.
        owner = cast.third(app)
        owner.says("/privacy")
        owner.sees("欧阳*")
        assert [person.name for person in app.read(people)] == ["王秀英", "欧阳明"]
    finally:
        app.close()
        encryption.use_keyring(Keyring((SECRET,)))


def test_without_its_key_nothing_is_reencrypted_or_lost(app: AppDriver) -> None:
    try:
        encryption.use_keyring(Keyring((NEW, SECRET)))
        with pytest.raises(DecryptionError):
            list(secret_rotation.pieces(app.database))
        encryption.use_keyring(Keyring((OLD, SECRET)))
        assert [person.name for person in app.read(people)] == ["王秀英"]
    finally:
        app.close()
        encryption.use_keyring(Keyring((SECRET,)))


def test_every_encrypted_column_is_known() -> None:
    known = {
        (table.name, column.name) for table, column, _ in reencryption.encrypted_columns()
    } | reencryption.ENCRYPTED_WITH_OWN_KEY
    kind = type(encrypted_bytes().sa_type())
    named = {
        (table.name, column.name)
        for table in schema.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, kind)
    }
    assert named == known


def people(session: Session) -> list[Person]:
    """Return everybody in the database, by phone number."""
    return sorted(stored(session, Person), key=lambda person: person.phone)
