"""After a new key everything is sealed with it, in slices; then the key between can go, and all still opens."""

from pathlib import Path

import pytest

from storage import reencryption, schema
from storage.database import encrypted_bytes, encryption
from storage.database.encryption import DecryptionError, Keyring
from storage.register.people import Person
from tests import databases
from tests.databases import SECRET
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored

OLD, NEW = b"the secret in between, 32 bytes.", b"another secret of tests, 32 byte"


@pytest.fixture
def app(tmp_path: Path) -> AppDriver:
    """A desk whose store was sealed with the secret in between."""
    encryption.use_keyring(Keyring((OLD, SECRET)))
    app = AppDriver(databases.sqlite_copy(tmp_path / "template.sqlite3", tmp_path))
    owner = cast.owner(app)
    cast.car(app, owner)
    owner.says("/privacy")
    owner.taps("导出我的全部资料")
    owner.says("/file")
    return app


def test_everything_is_resealed_in_slices_and_still_opens(app: AppDriver) -> None:
    try:
        encryption.use_keyring(Keyring((NEW, OLD, SECRET)))
        slices = []
        while done := app.write(lambda session: reencryption.reencrypt(session, limit=7)):
            slices.append(done)
        assert max(slices) <= 7
        assert sum(slices) > 7
        encryption.use_keyring(
            Keyring((NEW, SECRET))
        )  # The key in between is gone; the oldest still makes the indexes.
        owner = cast.third(app)
        owner.says("/privacy")
        owner.sees("欧阳*")
        assert [person.name for person in app.look(people)] == ["王秀英", "欧阳明"]
    finally:
        app.close()
        encryption.use_keyring(Keyring((SECRET,)))


def test_without_its_key_nothing_is_resealed_nor_lost(app: AppDriver) -> None:
    try:
        encryption.use_keyring(Keyring((NEW, SECRET)))
        with pytest.raises(DecryptionError):
            app.write(reencryption.reencrypt)
        encryption.use_keyring(Keyring((OLD, SECRET)))
        assert [person.name for person in app.look(people)] == ["王秀英"]
    finally:
        app.close()
        encryption.use_keyring(Keyring((SECRET,)))


def test_every_sealed_column_is_known() -> None:
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


def people(session: object) -> list[Person]:
    """Everybody in the store, by phone number."""
    return sorted(stored(session, Person), key=lambda person: person.phone)  # type: ignore[arg-type]
