"""A phone number is written in groups, as people read it out."""

import pytest

from bot.services.values import phones


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+8613800000002", "138 0000 0002"),
        ("13800000002", "138 0000 0002"),
        ("+85291234567", "+852 9123 4567"),
        ("+442079460018", "+44 20 7946 0018"),
        ("窗口", "窗口"),
    ],
)
def test_a_phone_number_is_written_in_groups(stored: str, shown: str) -> None:
    assert phones.display(stored) == shown
