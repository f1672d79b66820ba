"""What is typed about a car: each part is refused for itself."""

import pytest

from bot.services.filing import typed_input
from bot.services.values.plates import PlateType


def test_only_kinds_that_can_be_filed_are_taken() -> None:
    assert typed_input.plate_type("02") is PlateType("02")
    for code in ("01", "15", "23", "", "x"):
        with pytest.raises(typed_input.BadType):
            typed_input.plate_type(code)


@pytest.mark.parametrize("words", ["", "桂A12345", "hello", "02"])
def test_a_line_has_three_parts(words: str) -> None:
    with pytest.raises(typed_input.BadLine):
        typed_input.line(words)


@pytest.mark.parametrize("words", ["12345", "1234567", "12345?", ""])
def test_an_engine_number_has_six_characters(words: str) -> None:
    with pytest.raises(typed_input.BadEngine):
        typed_input.engine(words)


@pytest.mark.parametrize(
    "words", ["", "   ", "\n", "😀", "👨‍👩‍👧", "❤️ ❤️", "123", "?!", "x" * (typed_input.WORDS_LENGTH + 1)]
)
def test_a_relationship_has_a_few_words(words: str) -> None:
    with pytest.raises(typed_input.BadRelationship):
        typed_input.relationship(words)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" an  old friend ", "an old friend"), ("表弟", "表弟"), ("朋友 😀", "朋友 😀"), ("x", "x"), ("друг", "друг")],
)
def test_a_relationship_is_kept_in_the_filers_words(typed: str, kept: str) -> None:
    assert typed_input.relationship(typed) == kept
