"""The words of all languages, from `bot/locales/*/phrases.toml`: which concept a word means.

A table says no more than that 违章 and 罚单 are a `violation`. Which concepts together are a deed, `deeds` says.
Languages are read together, as people mix them: 查一下 my car.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).parents[2] / "locales"
FILLER = "filler"  # Says nothing about the deed: please, 一下.
APART = "apart"  # Something that is none of our business, though one of our words is in it: 停车.


@dataclass(frozen=True)
class Vocabulary:
    """Words and phrases with their concepts, those with Han characters apart from those of Latin words."""

    han: dict[str, str]
    latin: dict[str, str]
    longest_han: int
    most_latin: int  # Words of the longest Latin phrase.


@cache
def vocabulary() -> Vocabulary:
    """Return the words of every language. Raises ValueError for a word with two meanings."""
    meanings: dict[str, str] = {}
    for path in sorted(LOCALES.glob("*/phrases.toml")):
        for word, concept in _words(tomllib.loads(path.read_text(encoding="utf-8"))):
            if meanings.setdefault(word, concept) != concept:
                raise ValueError(f"{word} in {path.parent.name} means {concept} and {meanings[word]}")
    latin = {word: concept for word, concept in meanings.items() if word.isascii()}
    han = {word: concept for word, concept in meanings.items() if not word.isascii()}
    han |= {word: meanings[word] for word in latin if word[0].isdigit()}
    return Vocabulary(han, latin, max(map(len, han)), max(len(word.split()) for word in latin))


def _words(table: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each word of a language with its concept; a word of a concept is not a filler, too."""
    pairs = [(word, concept) for concept, words in table["concepts"].items() for word in words]
    pairs += [(word, APART) for word in table["apart"]["words"]]
    taken = {word for word, _ in pairs}
    return pairs + [(word, FILLER) for word in table["fillers"]["words"] if word not in taken]
