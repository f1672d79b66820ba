"""Short codes that people type from a screen: capitals and digits that nobody takes for one another."""

import secrets

from bot.services.values import text_cleaning

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 O 1 I L U: thirty characters, 4.9 bits each."""


def make(length: int) -> str:
    """Make a code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def parse(text: str, length: int) -> str | None:
    """Return the code as it was made, however it was typed (small, with dashes). None if it cannot be one."""
    typed = text_cleaning.compact(text) if len(text) <= 4 * length else ""
    return typed if len(typed) == length and set(typed) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """Write a code in groups of four, to be read aloud or typed: ABCD-EFGH."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
