"""Masked names show no more than promised, over names of letters and characters from every block that names use."""

import random

from bot.services.values import masking

CHINESE = [*range(0x4E00, 0x4E40), *range(0x3400, 0x3410), 0x3007, *range(0x20000, 0x20010), *range(0xE000, 0xE008)]
LETTERS = [*map(ord, "abcdéöşЖ"), 0x0628, 0x0F40]
SEPARATORS = " ·•.-"
NAMES = 10_000


def test_a_masked_name_hides_at_least_one_character_and_shows_the_promised_ones() -> None:
    source = random.Random(7)
    for _ in range(NAMES):
        name = drawn(source)
        letters = [one for one in name if one not in SEPARATORS]
        shown = [one for one in masking.name(name) if one not in SEPARATORS and one != "*"]
        assert len(shown) < len(letters), name
        assert len(shown) <= allowed(name), name


def drawn(source: random.Random) -> str:
    """Return a name of one to four parts."""
    if source.random() < 0.5:
        return "".join(chr(source.choice(CHINESE)) for _ in range(source.randint(1, 7)))
    parts = source.randint(1, 4)
    pool = CHINESE if source.random() < 0.3 else LETTERS
    words = ["".join(chr(source.choice(pool)) for _ in range(source.randint(1, 8))) for _ in range(parts)]
    return source.choice(SEPARATORS).join(words)


def allowed(name: str) -> int:
    """Return how many characters may be shown: two of a Chinese name, the initials of other names."""
    for separator in SEPARATORS:
        name = name.replace(separator, " ")
    return 2 if " " not in name and len(name) <= 4 else len(name.split())
