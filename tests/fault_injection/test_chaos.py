"""A small chaos run on each database, with a fixed seed; and whether it notices that a guard is missing."""

import tempfile
from pathlib import Path

import pytest

from tests.fault_injection import chaos_runs
from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.chaos.episode import Episode, Shape
from tests.fault_injection.chaos.missing_guards import COMPARE_AND_SET, FENCING, TRANSACTION_CHECK

FIRST = 101  # No event of so few always fails, which takes half a minute.
MAX_EPISODES = 8


def run(url: str, shape: Shape, *, seed: int = 1, without: str = "", until: str = "") -> Findings:
    """Run one episode; those of later seeds go on with the numbers of a store that holds the earlier ones."""
    first = FIRST + (seed - 1) * shape.updates
    with tempfile.TemporaryDirectory() as folder:
        return Episode(url, Path(folder), shape, seed, first=first, newer=True, without=without, until=until).run()


def test_chaos_loses_repeats_and_reorders_nothing(store_url: str) -> None:
    found = run(store_url, Shape(updates=200, people=30, disturbances=8, processes=2, pace=0.2))
    assert found.problems == []
    assert found.events > 200
    assert found.disturbances == 8


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("guards", "noticed"),
    [(FENCING, "without a cause"), (f"{FENCING}, {COMPARE_AND_SET}", "once-message doubled")],
)
def test_senders_without_their_guards_are_noticed(store_url: str, guards: str, noticed: str) -> None:
    shape = Shape(updates=600, people=100, disturbances=0, processes=2, patience=100)
    # Two senders must meet at one delivery, which on a busy machine they do not in every episode.
    tries = (run(store_url, shape, seed=seed, without=guards, until=noticed) for seed in range(1, 1 + MAX_EPISODES))
    assert any(noticed in problem for found in tries for problem in found.problems)


def test_a_worker_without_the_transaction_check_is_noticed(lite_url: str) -> None:
    found = run(
        lite_url, Shape(updates=300, people=100, disturbances=0, faults=10_000, patience=15), without=TRANSACTION_CHECK
    )
    assert any(problem.startswith("done without its effects") for problem in found.problems)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_desk_behind_a_transaction_pooler_does_not_start(store_url: str) -> None:
    assert chaos_runs.refuses_pooler(store_url)
