"""Further stories of the whole desk that crash at random points: payments, photos, codes, certificates."""

from pathlib import Path
from random import Random

import pytest

from tests.fault_injection import episode, story_of_payment
from tests.fault_injection.episode import Plan, Report


def crash_somewhere(plan: Plan, crashes: int, template: Path, folder: Path) -> list[Report]:
    """Run an episode once for each of so many random crash points."""
    points = episode.run(plan, [], template, folder).passed
    drawn = Random(f"{plan}").sample(range(1, points + 1), crashes)
    reports = [episode.run(plan, [point], template, folder) for point in drawn]
    assert all(len(report.crashed_at) == 1 for report in reports)
    return reports


@pytest.mark.parametrize(("kind", "seed"), [("unbinding", 0), ("unbinding", 3), ("certificate", 1), ("certificate", 4)])
def test_a_filing_ends_once_and_a_certificate_is_issued_once(
    kind: str, seed: int, template: Path, folder: Path
) -> None:
    assert len(crash_somewhere(Plan(kind, seed), 6, template, folder)) == 6


@pytest.mark.parametrize("seed", range(4))
def test_a_payment_is_ordered_settled_and_refunded_once(seed: int, template: Path, folder: Path) -> None:
    assert len(crash_somewhere(Plan("payment", seed), 5, template, folder)) == 5


def test_every_outcome_of_a_payment_survives_many_crashes(template: Path, folder: Path) -> None:
    seeds = {story_of_payment.outcome(Random(f"payment|{seed}")): seed for seed in range(100)}
    assert seeds.keys() == story_of_payment.OUTCOMES.keys()
    for seed in seeds.values():
        report = episode.run(Plan("payment", seed), range(20, 4_000, 83), template, folder)
        assert len(report.crashed_at) >= 3


@pytest.mark.parametrize("kind", ["review", "qr"])
def test_reviews_and_face_checks_decide_once(kind: str, template: Path, folder: Path) -> None:
    assert len(crash_somewhere(Plan(kind, 1), 3, template, folder)) == 3


def test_episodes_of_several_people_survive_a_crash(template: Path, folder: Path) -> None:
    for kind in ("unbinding", "certificate", "payment"):
        assert len(crash_somewhere(Plan(kind, 7, people=3), 1, template, folder)) == 1
