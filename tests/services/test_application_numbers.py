"""Numbers behind commands, and how they are shown when they are unknown."""

import pytest

from bot.services.filing.approvals import ApprovalNotFound
from bot.services.values import application_numbers


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("9" * 22, "999999999999…"), ("\u202e1001", "1001"), ("#12x", "12x")],
)
def test_what_is_no_number_is_shown_as_it_was_typed(typed: str, shown: str) -> None:
    with pytest.raises(ApprovalNotFound) as refused:
        application_numbers.of_command("approve", [typed], unknown=ApprovalNotFound)
    assert refused.value.values == {"number": shown}


@pytest.mark.parametrize(
    ("typed", "several"),
    [("1 2", True), ("1, #2", True), ("1", False), ("1 no", False), ("", False)],
)
def test_several_numbers_are_noticed(typed: str, several: bool) -> None:
    assert application_numbers.several(typed.split()) is several
