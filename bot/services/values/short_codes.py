"""Short codes to be typed by people: random, without characters that are easily confused."""

import secrets

from bot.services.values import text_cleaning

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # Without 0 O 1 I L U; 4.9 bits a character.


def make(length: int) -> str:
    """Return a random code with a letter and a digit: wherever it is typed, it is told from words and numbers."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if not (code.isalpha() or code.isdigit()):
            return code


def count(length: int) -> int:
    """Return how many codes of this length there are."""
    digits = sum(each.isdigit() for each in ALPHABET)
    return int(len(ALPHABET) ** length - digits**length - (len(ALPHABET) - digits) ** length)


def parse(text: str, length: int) -> str | None:
    """Return the code in a typed text (lower case and dashes allowed). None if it is not one."""
    typed = text_cleaning.compact(text) if len(text) <= 4 * length else ""
    return typed if len(typed) == length and set(typed) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """Return a code in groups of four: ABCD-EFGH."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
