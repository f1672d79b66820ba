"""Truncation of texts that are too long for one message."""

import pytest

from bot.engine.outbound.truncate import MAX_UNITS, size, truncate


@pytest.mark.parametrize("words", ["", "short", "<b>x</b>" * 500, "长" * MAX_UNITS, "&lt;" * MAX_UNITS])
def test_a_text_that_fits_is_unchanged(words: str) -> None:
    assert truncate(words) == words


def test_a_long_text_is_cut_at_a_line() -> None:
    cut = truncate("\n".join(f"<b>line {at}</b> &amp; more" for at in range(1000)))
    assert size(cut) <= MAX_UNITS
    assert cut.endswith("&amp; more\n…")
    assert cut.count("<b>") == cut.count("</b>")


@pytest.mark.parametrize(
    "words", ["<i>" + "长\n" * 5000 + "</i>", "<b>" + "长" * 9000 + "</b>", "😀" * 5000, "&lt;" * 9000]
)
def test_tags_that_would_be_cut_are_dropped(words: str) -> None:
    cut = truncate(words)
    assert size(cut) <= MAX_UNITS
    assert "<" not in cut
    assert cut.endswith("\n…")
