"""After a key rotation the new key encrypts, older values are still decrypted, and blind indexes still match."""

import pytest

from bot import callback_data
from bot.card import CardButton
from storage.database import encryption
from storage.database.encryption import DecryptionError, Keyring
from storage.register import people
from tests.databases import SECRET

NEW = b"another secret of tests, 32 byte"


def test_values_from_before_and_after_a_rotation_are_decrypted() -> None:
    old, both = Keyring((SECRET,)), Keyring((NEW, SECRET))
    encrypted = old.encrypt("李建国".encode(), "people:1:name")
    assert both.decrypt(encrypted, "people:1:name").decode() == "李建国"
    again = both.encrypt(b"x", "people:1:name")
    assert again[:4] != encrypted[:4]
    with pytest.raises(DecryptionError):
        old.decrypt(again, "people:1:name")
    with pytest.raises(DecryptionError):
        both.decrypt(encrypted, "people:2:name")


def test_blind_indexes_and_button_signatures_survive_a_rotation() -> None:
    encryption.use_keyring(Keyring((SECRET,)))
    try:
        phone, number = people.phone_index("+8613800000001"), people.id_number_index("450903199005170012")
        button = callback_data.encode(CardButton("", "car", "1"), telegram_id=5, revision=0)
        encryption.use_keyring(Keyring((NEW, SECRET)))
        assert people.phone_index("+8613800000001") == phone
        assert people.id_number_index("450903199005170012") == number
        assert callback_data.decode(button, telegram_id=5).verb == "car"
    finally:
        encryption.use_keyring(Keyring((SECRET,)))
