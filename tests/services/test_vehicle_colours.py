"""Colours of vehicles in the reader's language."""

import pytest

from bot.services.values import vehicle_colours


@pytest.mark.parametrize(
    ("colour", "chinese", "english"),
    [
        ("白", "白", "white"),
        ("红 / 银", "红 / 银", "red / silver"),
        ("红／黑色", "红／黑色", "red / black"),
        ("彩绘", "彩绘", "彩绘"),
        ("", "—", "—"),
    ],
)
def test_a_colour_is_named_in_the_language_of_the_reader(colour: str, chinese: str, english: str) -> None:
    assert vehicle_colours.display(colour, "zh-CN") == chinese
    assert vehicle_colours.display(colour, "en") == english
