"""Encryption: bound to a location, protected against changes, decryptable after a key rotation."""

from datetime import datetime

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.database.encryption import DecryptionError, Keyring, make_secret, parse_secrets
from storage.engine import inbox
from storage.engine.inbox import EventSource, NewEvent
from storage.register import people

OLD, NEW = b"o" * 32, b"n" * 32


def test_a_value_is_decrypted_only_at_its_location() -> None:
    keyring = Keyring((OLD,))
    encrypted = keyring.encrypt("桂A12345".encode(), "people:1:name")
    assert keyring.decrypt(encrypted, "people:1:name").decode() == "桂A12345"
    with pytest.raises(DecryptionError, match="copied"):
        keyring.decrypt(encrypted, "people:2:name")


@pytest.mark.parametrize("at", [0, 4, 16, -1])
def test_a_changed_byte_is_detected(at: int) -> None:
    keyring = Keyring((OLD,))
    encrypted = bytearray(keyring.encrypt(b"secret", "here"))
    encrypted[at] ^= 1
    with pytest.raises(DecryptionError):
        keyring.decrypt(bytes(encrypted), "here")


def test_after_a_rotation_the_new_key_encrypts_and_the_old_decrypts() -> None:
    before, after = Keyring((OLD,)), Keyring((NEW, OLD))
    encrypted = before.encrypt(b"secret", "here")
    assert after.decrypt(encrypted, "here") == b"secret"
    assert after.encrypt(b"secret", "here")[:4] != encrypted[:4]
    with pytest.raises(DecryptionError, match="not in the keyring"):
        Keyring((NEW,)).decrypt(encrypted, "here")


def test_blind_indexes_survive_a_rotation() -> None:
    assert Keyring((OLD,)).blind_index("phone", "+86138") == Keyring((NEW, OLD)).blind_index("phone", "+86138")
    assert Keyring((OLD,)).blind_index("phone", "+86138") != Keyring((OLD,)).blind_index("plate", "+86138")


def test_a_new_secret_is_a_valid_setting() -> None:
    first, second = make_secret(), make_secret()
    assert [len(secret) for secret in parse_secrets(f"{first},{second}")] == [32, 32]


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring((b"short",))


def test_json_values_are_returned_unchanged_and_a_datetime_is_refused(now: datetime) -> None:
    keyring = Keyring((OLD,))
    value = {"plate": "桂A12345", "numbers": [1, 2.5, None, True], "none": {}}
    assert keyring.decrypt_json(keyring.encrypt_json(value, "here"), "here") == value
    with pytest.raises(TypeError):
        keyring.encrypt_json({"at": now}, "here")


def test_a_message_is_not_stored_in_clear_text(lite: Database, now: datetime) -> None:
    with lite.transaction() as session:
        inbox.put(session, [NewEvent(EventSource.TELEGRAM, "1:1", "1:7", {"text": "my secret words"})], at=now)
        payload = session.execute(text("SELECT payload FROM inbox")).scalar_one()
    assert b"secret words" not in payload


def test_a_field_copied_from_another_row_is_not_decrypted() -> None:
    one, other = (people.new(id_number=number, name="李小国") for number in ("1", "2"))
    assert one.name == "李小国"
    other.sealed_name = one.sealed_name
    with pytest.raises(DecryptionError):
        _ = other.name
