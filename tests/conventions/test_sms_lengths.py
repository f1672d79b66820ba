"""Text messages are short: codes to oneself take one part where the alphabet allows it, all others at most three."""

import re

import pytest

from bot.texts import LANGUAGES, plain_text, texts
from tests.conventions.example_texts import all_texts
from tests.conventions.source_tree import none_of

# The basic alphabet of GSM 03.38; anything else, such as a Chinese plate, halves what fits into a part.
_GSM = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿")
_GSM |= set("abcdefghijklmnopqrstuvwxyzäöñüà")
_EXTENDED = set("^{}\\[~]|€")  # These take two places each.
MOST_PARTS = 3
ONE_PART = frozenset({"sms-code-registration", "sms-code-unlock", "sms-code-export", "sms-code-deletion"})


def parts(message: str) -> int:
    """Return how many parts of an SMS a message takes."""
    if set(message) <= _GSM | _EXTENDED:
        size, alone, joined = len(message) + sum(one in _EXTENDED for one in message), 160, 153
    else:
        size, alone, joined = len(message.encode("utf-16-le")) // 2, 70, 67
    return 1 if size <= alone else -(-size // joined)


def test_the_parts_of_a_message_are_counted_as_the_network_does() -> None:
    assert [parts("a" * 160), parts("a" * 161), parts("[" * 80), parts("[" * 81)] == [1, 2, 1, 2]
    assert [parts("验" * 70), parts("验" * 71), parts("验" * 134), parts("验" * 135)] == [1, 2, 2, 3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_messages_are_short(language: str) -> None:
    signature = texts(language).plain("sms-signature")
    too_long = []
    for one in all_texts(language):
        if one.key == "sms-signature" or not re.match(r"sms-|.*-sms$", one.key):
            continue
        taken, most = parts(f"{signature} {plain_text(one.text)}"), 1 if one.key in ONE_PART else MOST_PARTS
        if taken > most:
            too_long.append(f"{one.key} {one.variant}: {taken} parts, at most {most}")
    none_of(too_long, "A text message costs by the part; say it in fewer words:")


def test_the_messages_of_one_part_exist() -> None:
    none_of(sorted(ONE_PART - {one.key for one in all_texts("en")}), "Not in the catalogues:")
