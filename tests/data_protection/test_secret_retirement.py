"""Retiring a leaked secret: after `keys reseal` the desk starts without the oldest one, and everything is found."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import String, select, type_coerce
from sqlalchemy.exc import IntegrityError

from bot import callback_data
from bot.card import Button, Whose
from bot.errors import InvalidCallbackData
from bot.runtime import secret_rotation
from bot.services.review.photos import GUIDE
from storage import lookup_keys, reencryption
from storage.database import Database, encryption
from storage.database.encryption import LOOKUPS, DecryptionError, Keyring, current_keyring
from storage.identity import former_keys, limit_records
from storage.register import people
from storage.register.people import Person
from tests import databases
from tests.conventions.source_tree import ROOT
from tests.databases import SECRET
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored

NEW, NEWER = b"the secret after the leaked one.", b"and another secret after that.. "
TAP = Button("tap", str, whose=Whose.NO_ROW)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AppDriver]:
    """A desk under the secret that has leaked."""
    encryption.use_keyring(Keyring((SECRET,)))
    app = AppDriver(databases.new_sqlite(tmp_path))
    cast.car(app, cast.owner(app))
    yield app
    app.close()
    encryption.use_keyring(Keyring((SECRET,)))


def restart(app: AppDriver, *secrets: bytes) -> None:
    """Set the keyring as a start with these secrets does."""
    encryption.use_keyring(Keyring(secrets))
    app.write(lambda session: lookup_keys.use(session.connection(), now=app.now))


def hashes_in(database: Database) -> list[str]:
    """Return every stored hash as it stands in the store."""
    with database.reading() as session:
        found = []
        for _, column in reencryption.hash_columns():
            text = type_coerce(column, String)
            found += [each for each in session.connection().execute(select(text)).scalars() if each]
        return found


def test_a_leaked_secret_can_go_and_everything_is_found(app: AppDriver) -> None:
    before = app.read(lambda session: {person.name: person.id_number for person in stored(session, Person)})
    key = limit_records.key_hash("filings", "phone:1")
    app.write(lambda session: limit_records.add(session, [key, key], until=app.now.date()))
    old_button = callback_data.encode(TAP.on("x", "1"), telegram_id=7, revision=0)
    restart(app, NEW, SECRET)
    app.write(lambda session: limit_records.add(session, [key], until=app.now.date()))

    secret_rotation.reseal(app.database, now=app.now)
    assert {each[:9] for each in hashes_in(app.database)} == {current_keyring().hash_prefix()}
    restart(app, NEW)
    assert secret_rotation.reseal(app.database, now=app.now) == 0

    assert limit_records.key_hash("filings", "phone:1") == key
    assert app.read(lambda session: limit_records.most(session, [key], on=app.now.date())) == 3
    for name, number in before.items():
        found = app.read(lambda session, number=number: people.by_id_number(session, number))
        assert found is not None
        assert found.name == name
    owner = cast.third(app)
    owner.says("/privacy")
    owner.sees("欧阳*")
    assert callback_data.decode(old_button, telegram_id=7).subject == "1"


def test_a_killed_rotation_goes_on_and_lookups_find_both_forms_meanwhile(app: AppDriver) -> None:
    numbers = app.read(lambda session: [person.id_number for person in stored(session, Person)])
    restart(app, NEW, SECRET)
    app.write(lambda session: lookup_keys.keep(session, now=app.now))
    running = current_keyring()  # Of a desk that started before: it writes the old form.
    restart(app, NEW, SECRET)
    rotating, random, starts, is_done = current_keyring(), Random(7), 0, False
    while not is_done:
        encryption.use_keyring(rotating)
        starts += 1
        for _ in secret_rotation.pieces(app.database, limit=1):
            for ring in (running, rotating):
                encryption.use_keyring(ring)
                assert all(app.read(lambda session, n=n: people.by_id_number(session, n)) for n in numbers)
            encryption.use_keyring(rotating)
            if random.random() < 0.5:
                break  # Killed.
        else:
            is_done = True
    assert starts > 3
    assert {each[:9] for each in hashes_in(app.database)} == {rotating.hash_prefix()}


def test_a_second_rotation_retires_the_next_secret(app: AppDriver) -> None:
    numbers = app.read(lambda session: [person.id_number for person in stored(session, Person)])
    for ring in ((NEW, SECRET), (NEW,), (NEWER, NEW), (NEWER,)):
        restart(app, *ring)
        secret_rotation.reseal(app.database, now=app.now)
    assert all(app.read(lambda session, n=n: people.by_id_number(session, n)) for n in numbers)
    encryption.use_keyring(Keyring((SECRET,)))
    with pytest.raises(DecryptionError):
        restart(app, SECRET)
    with pytest.raises(DecryptionError):
        app.read(lambda session: stored(session, Person))


def test_a_unique_hash_is_unique_in_the_new_form_too(app: AppDriver) -> None:
    restart(app, NEW, SECRET)
    secret_rotation.reseal(app.database, now=app.now)
    restart(app, NEW)
    (number, *_) = app.read(lambda session: [person.id_number for person in stored(session, Person)])

    def again(session: object) -> None:
        session.add(people.new(id_number=number, name="x", phone="+8613900000000"))  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]

    with pytest.raises(IntegrityError):
        app.write(again)


def test_buttons_of_a_retired_secret_end(app: AppDriver) -> None:
    old_button = callback_data.encode(TAP.on("x", "1"), telegram_id=7, revision=0)
    restart(app, NEW, SECRET)
    secret_rotation.reseal(app.database, now=app.now)
    app.now += lookup_keys.BUTTON_OVERLAP + timedelta(seconds=1)
    restart(app, NEW)
    with pytest.raises(InvalidCallbackData):
        callback_data.decode(old_button, telegram_id=7)


def test_a_former_key_is_known_after_the_rotation(app: AppDriver) -> None:
    (person, *_) = app.read(lambda session: [person.id for person in stored(session, Person)])
    hashed = former_keys.key_hash("phone:1")
    app.write(lambda session: former_keys.add(session, person, [hashed], until=app.now.date()))
    restart(app, NEW, SECRET)
    secret_rotation.reseal(app.database, now=app.now)
    restart(app, NEW)
    assert app.read(lambda session: former_keys.of_person(session, person)) == {hashed}
    assert app.read(lambda session: former_keys.people_with(session, [hashed])) == {person}


def test_an_altered_hash_is_an_error_and_no_other_value() -> None:
    ring = Keyring((NEW, SECRET), lookup_keys=dict.fromkeys((*LOOKUPS, encryption.OTHERS), b"k" * 32))
    written = ring.stored_hash("hash")
    assert ring.hash_of(written) == "hash"
    with pytest.raises(DecryptionError):
        ring.hash_of(written[:-4] + "AAA=")
    with pytest.raises(DecryptionError):
        Keyring((SECRET,)).hash_of(written)


def test_a_name_in_place_of_a_hash_is_read_as_it_is() -> None:
    assert Keyring((SECRET,)).hash_of(GUIDE) == GUIDE


def test_every_purpose_of_a_stored_hash_is_kept() -> None:
    """A purpose that is missing in LOOKUPS would find nothing once the oldest secret is gone."""
    live = {"portal form"}  # Forms that are open at the restart only.
    found = set()
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py"), *ROOT.glob("handlers/**/*.py")]:
        if "simulator" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "blind_index":
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    assert found - live <= set(LOOKUPS)
