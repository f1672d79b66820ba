"""Texts of the large-text profile: each stands for one that exists, needs no other values, and has short sentences."""

import re
from collections.abc import Iterator

import pytest
from fluent.syntax.ast import Message

from bot.texts import LANGUAGES, LARGE, LOCALES
from tests.conventions.source_tree import none_of
from tests.conventions.test_catalogues import messages, values

OF_THE_SWITCH = frozenset(f"{LARGE}text-{name}" for name in ("on", "off", "is-on", "is-off", "all"))
MARKUP = re.compile(r"\{ [^{}]* \}|</?\w+>")
SENTENCE_END = re.compile(r"[。！？；]|[.!?;:] |[.!?]?\n|$")
MOST_CHARACTERS = 24  # Of a Chinese sentence; of an English one, words.
MOST_WORDS = 14
QUOTED = "large-filing-reminder"  # With the words to forward to the owner, which are theirs.


def large(language: str) -> dict[str, Message]:
    return {key: one for key, one in messages(language).items() if key.startswith(LARGE) and key not in OF_THE_SWITCH}


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence of the large texts with its key, without markup and values."""
    text = (LOCALES / language / "large_text.ftl").read_text()
    for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]:
        key, _, words = entry.partition(" = ")
        if key not in OF_THE_SWITCH | {QUOTED}:
            yield from ((key, sentence) for sentence in SENTENCE_END.split(MARKUP.sub("", words)))


def is_long(sentence: str, language: str) -> bool:
    return len(sentence.strip()) > MOST_CHARACTERS if language == "zh-CN" else len(sentence.split()) > MOST_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_large_text_stands_for_one_that_exists_and_needs_no_other_value(language: str) -> None:
    every = messages(language)
    assert len(large(language)) >= 30
    none_of([key for key in large(language) if key.removeprefix(LARGE) not in every], "There is no such text:")
    more = {key: values(one) - values(every[key.removeprefix(LARGE)]) for key, one in large(language).items()}
    none_of([f"{key}: {names}" for key, names in more.items() if names], "The usual text has no such value:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_large_texts_are_short(language: str) -> None:
    found = list(sentences(language))
    assert len(found) > 100
    none_of([f"{key}: {words}" for key, words in found if is_long(words, language)], "Say it in two sentences:")
