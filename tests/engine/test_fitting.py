"""Words too long for one message."""

import pytest

from bot.engine.outbound.truncate import MAX_UNITS, size, truncate


@pytest.mark.parametrize("words", ["", "short", "<b>x</b>" * 500, "长" * MAX_UNITS, "&lt;" * MAX_UNITS])
def test_what_fits_stays_as_it_is(words: str) -> None:
    assert truncate(words) == words


def test_long_words_end_at_a_line() -> None:
    cut = truncate("\n".join(f"<b>line {at}</b> &amp; more" for at in range(1000)))
    assert size(cut) <= MAX_UNITS
    assert cut.endswith("&amp; more\n…")
    assert cut.count("<b>") == cut.count("</b>")


@pytest.mark.parametrize(
    "words", ["<i>" + "长\n" * 5000 + "</i>", "<b>" + "长" * 9000 + "</b>", "😀" * 5000, "&lt;" * 9000]
)
def test_markup_that_would_break_is_left_out(words: str) -> None:
    cut = truncate(words)
    assert size(cut) <= MAX_UNITS
    assert "<" not in cut
    assert cut.endswith("\n…")
