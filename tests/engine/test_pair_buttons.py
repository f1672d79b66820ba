"""Buttons of two values: the text in the callback data, which buttons of older versions carry too."""

from uuid import UUID

import pytest

from bot.card import PairButton
from bot.cards.filing.approvals import TERM
from bot.cards.staff.audit import OLDER
from bot.cards.violations.decisions import PAY

ROW = UUID("00000000-0000-4000-8000-00000000000a")


def test_both_values_are_joined_by_a_hyphen() -> None:
    assert TERM.on_pair("30 days", ROW, 30).subject == f"{ROW.hex}-30"
    assert PAY.on_pair("WeChat Pay", "w", ROW).subject == f"w-{ROW.hex}"
    assert OLDER.on_pair("Older", "", 7).subject == "-7"


def test_both_values_are_parsed_with_their_types() -> None:
    assert TERM.parse_pair(f"{ROW.hex}-30") == (ROW, 30)
    assert PAY.parse_pair(f"w-{ROW.hex}") == ("w", ROW)
    assert OLDER.parse_pair("-7") == ("", 7)


@pytest.mark.parametrize("text", ["", "-", ROW.hex, f"{ROW.hex}-", f"{ROW.hex}-a", "a-30"])
def test_a_value_of_another_type_is_refused(text: str) -> None:
    button: PairButton[UUID, int] = TERM
    with pytest.raises(ValueError, match=r"badly formed|invalid literal"):
        button.parse_pair(text)
