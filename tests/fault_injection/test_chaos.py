"""A small chaos run on each database, with a fixed seed; and whether it notices that fencing is missing."""

import tempfile
from pathlib import Path

import pytest

from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.chaos.episode import Episode, Shape
from tests.fault_injection.chaos.missing_guards import FENCING

FIRST = 101  # No event of so few always fails, which takes half a minute.


def run(url: str, shape: Shape, *, seed: int = 1, without: str = "") -> Findings:
    """Run one episode."""
    with tempfile.TemporaryDirectory() as folder:
        return Episode(url, Path(folder), shape, seed, first=FIRST, newer=True, without=without).run()


def test_chaos_loses_repeats_and_reorders_nothing(store_url: str) -> None:
    found = run(store_url, Shape(updates=300, people=30, disturbances=12, processes=2, pace=0.2))
    assert found.problems == []
    assert found.events > 300
    assert found.disturbances == 12


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_senders_without_fencing_are_noticed(store_url: str) -> None:
    found = run(store_url, Shape(updates=60, people=20, disturbances=0, processes=2), without=FENCING)
    assert any("without a cause" in problem for problem in found.problems)
