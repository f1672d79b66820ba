"""Sealing: bound to its place, altered never, rotated without a loss."""

from datetime import datetime

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.database.encryption import DecryptionError, Keyring, make_secret, parse_secrets
from storage.engine import inbox
from storage.engine.inbox import EventSource, NewEvent
from storage.register import people

OLD, NEW = b"o" * 32, b"n" * 32


def test_what_is_sealed_opens_in_its_place_alone() -> None:
    keyring = Keyring((OLD,))
    sealed = keyring.encrypt("桂A12345".encode(), "people:1:name")
    assert keyring.decrypt(sealed, "people:1:name").decode() == "桂A12345"
    with pytest.raises(DecryptionError, match="copied"):
        keyring.decrypt(sealed, "people:2:name")


@pytest.mark.parametrize("at", [0, 4, 16, -1])
def test_a_changed_byte_breaks_the_seal(at: int) -> None:
    keyring = Keyring((OLD,))
    sealed = bytearray(keyring.encrypt(b"secret", "here"))
    sealed[at] ^= 1
    with pytest.raises(DecryptionError):
        keyring.decrypt(bytes(sealed), "here")


def test_after_a_rotation_the_old_still_opens_and_the_new_seals() -> None:
    before, after = Keyring((OLD,)), Keyring((NEW, OLD))
    sealed = before.encrypt(b"secret", "here")
    assert after.decrypt(sealed, "here") == b"secret"
    assert after.encrypt(b"secret", "here")[:4] != sealed[:4]
    with pytest.raises(DecryptionError, match="not in the keyring"):
        Keyring((NEW,)).decrypt(sealed, "here")


def test_a_rotation_does_not_lose_what_was_looked_up_before() -> None:
    assert Keyring((OLD,)).blind_index("phone", "+86138") == Keyring((NEW, OLD)).blind_index("phone", "+86138")
    assert Keyring((OLD,)).blind_index("phone", "+86138") != Keyring((OLD,)).blind_index("plate", "+86138")


def test_a_secret_made_here_can_be_read_as_a_setting() -> None:
    first, second = make_secret(), make_secret()
    assert [len(secret) for secret in parse_secrets(f"{first},{second}")] == [32, 32]


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring((b"short",))


def test_json_comes_back_as_it_went_and_a_moment_is_no_json(now: datetime) -> None:
    keyring = Keyring((OLD,))
    value = {"plate": "桂A12345", "numbers": [1, 2.5, None, True], "none": {}}
    assert keyring.decrypt_json(keyring.encrypt_json(value, "here"), "here") == value
    with pytest.raises(TypeError):
        keyring.encrypt_json({"at": now}, "here")


def test_nothing_of_a_message_can_be_read_from_the_rows(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.TELEGRAM, "1:1", "1:7", {"text": "my secret words"})], at=now)
        payload = session.execute(text("SELECT payload FROM inbox")).scalar_one()
    assert b"secret words" not in payload


def test_a_property_of_another_row_does_not_fit() -> None:
    one, other = (people.new(id_number=number, name="李小国") for number in ("1", "2"))
    assert one.name == "李小国"
    other.sealed_name = one.sealed_name
    with pytest.raises(DecryptionError):
        _ = other.name
