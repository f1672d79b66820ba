"""Reordered and repeated updates while processes are killed: each is handled once and in the order of its lane."""

from tests.fault_injection import shuffling
from tests.fault_injection.shuffling import Plan

UPDATES = 3_000  # `make crash` sends many more.


def test_no_update_is_lost_repeated_or_handled_out_of_order(store_url: str) -> None:
    result = shuffling.run(store_url, Plan(updates=UPDATES, seconds_between_kills=0.4))
    assert result.problems == ()
    assert result.updates == UPDATES
    assert result.kills >= 3
