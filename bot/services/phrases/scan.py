"""Divides a text into the words of the tables: clauses at punctuation and “but”, parts of a clause at “and”.

What stands behind a negation in its clause is negated: 不要取消, don't cancel; behind “不想再用” all but what can be
used and its end: 不想再用这辆车, 解绑. A word of no table is kept as unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.services.phrases.deeds import UNUSED
from bot.services.phrases.words import APART, FILLER, Vocabulary, vocabulary

_LATIN = re.compile(r"[a-z][a-z'’&-]*[a-z']|[a-z&]|\d+")
_PUNCTUATION = re.compile(r"[,.。;!?、\n…~:()\[\]{}<>\"“”「」『』《》—|]+")
_FUZZY = 5  # Letters from which on a mistake is forgiven; two from _VERY_FUZZY on.
_VERY_FUZZY = 9


@dataclass
class Part:
    """A part of a text that may mean one deed: its concepts, and how much of it is known. Weights: of characters.

    refuses: whether a negation stands in it, of whatever.
    """

    concepts: set[str] = field(default_factory=set)
    negated: set[str] = field(default_factory=set)
    known: int = 0
    unknown: int = 0
    refuses: bool = False


def parts(text: str) -> list[Part]:
    """Return the parts of a normal text."""
    found: list[Part] = []
    for clause in _PUNCTUATION.split(text):
        if clause.strip():
            found += _of_clause(clause)
    return found


def _of_clause(clause: str) -> list[Part]:
    found, is_negated, is_unused = [Part()], False, False
    for concept, weight in _words(clause, vocabulary()):
        if concept in ("and", "but"):
            found.append(Part())
            is_negated = is_negated and concept == "and"
        elif concept == "not":
            is_negated = found[-1].refuses = True
        _add(found[-1], concept, weight, is_negated=is_negated or (is_unused and concept not in UNUSED))
        is_unused |= concept == "unused"
    return found


def _add(part: Part, concept: str, weight: int, *, is_negated: bool) -> None:
    if concept in ("", APART):
        part.unknown += weight * (1 if concept == "" else 2)
        return
    part.known += weight
    if concept not in (FILLER, "not", "and", "but"):
        (part.negated if is_negated else part.concepts).add(concept)


def _words(clause: str, known: Vocabulary) -> Iterator[tuple[str, int]]:
    """Yield the concept of each word, the longest first, with its weight; "" for a word of no table."""
    at = 0
    while at < len(clause):
        if clause[at].isspace():
            at += 1
            continue
        concept, end = _han(clause, at, known) or _latin(clause, at, known) or ("", at + 1)
        yield concept, _weight(clause[at:end])
        at = end


def _weight(word: str) -> int:
    """Return the weight of a word: one for each Han character, two for each Latin word, none for signs."""
    han = sum(1 for each in word if each >= "\u2e80")
    return han or 2 * len(word.split()) * any(each.isalnum() for each in word)


def _han(clause: str, at: int, known: Vocabulary) -> tuple[str, int] | None:
    for length in range(min(known.longest_han, len(clause) - at), 0, -1):
        if concept := known.han.get(clause[at : at + length]):
            return concept, at + length
    return None


def _latin(clause: str, at: int, known: Vocabulary) -> tuple[str, int] | None:
    """Return the longest phrase of Latin words from here, then the word itself, also with a mistake in it."""
    words = list(_sequence(clause, at, known.most_latin))
    for count in range(len(words), 0, -1):
        phrase = " ".join(clause[start:end] for start, end in words[:count])
        for form in _forms(phrase):
            if concept := known.latin.get(form):
                return concept, words[count - 1][1]
    return (_similar(phrase, known), words[0][1]) if words else None


def _sequence(clause: str, at: int, most: int) -> Iterator[tuple[int, int]]:
    for _ in range(most):
        found = _LATIN.match(clause, at)
        if found is None:
            return
        yield found.span()
        at = found.end()
        at += len(clause[at:]) - len(clause[at:].lstrip())


def _forms(phrase: str) -> Iterator[str]:
    """Yield a phrase as it is, and in the singular."""
    yield phrase
    if len(phrase) > 3 and phrase.endswith("s"):
        yield phrase[:-1]
        yield phrase.removesuffix("es")
        yield f"{phrase.removesuffix('ies')}y"
        yield phrase.removesuffix("'s")


def _similar(word: str, known: Vocabulary) -> str:
    """Return the concept of the word of a table that this long word differs from by a mistake of typing; "" if none."""
    allowed = 0 if len(word) < _FUZZY else 1 if len(word) < _VERY_FUZZY else 2
    near = (each for each in known.latin if abs(len(each) - len(word)) <= allowed and each[0] == word[0])
    closest = min(((distance(word, each), each) for each in near if " " not in each), default=None)
    if not allowed or closest is None or closest[0] > allowed or len(closest[1]) < _FUZZY:
        return ""
    return known.latin[closest[1]]


def distance(one: str, other: str) -> int:
    """Return how many letters are to be added, left out, replaced or swapped with the next (Damerau-Levenshtein)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        older, before, row = before, row, [place]
        for at, wanted in enumerate(other, start=1):
            row.append(min(row[-1] + 1, before[at] + 1, before[at - 1] + (letter != wanted)))
            if place > 1 and at > 1 and (letter, one[place - 2]) == (other[at - 2], wanted):
                row[-1] = min(row[-1], older[at - 2] + 1)
    return row[-1]
