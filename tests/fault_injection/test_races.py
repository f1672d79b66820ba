"""Races for slots, quotas, answers and codes on both databases: the limits hold, without "database is locked"."""

from tests.fault_injection import races
from tests.fault_injection.racing import KINDS


def test_limits_hold_under_concurrent_transactions(store_url: str) -> None:
    processes = 1 if store_url.startswith("sqlite") else 3
    heard: list[int] = []
    count = 3 * len(KINDS)
    wrong = races.rounds(store_url, count=count, racers=16, processes=processes, seed=1, on_progress=heard.append)
    assert wrong == []
    assert len(heard) == count
