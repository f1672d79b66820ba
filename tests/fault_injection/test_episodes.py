"""Episodes that crash at every commit and send: nothing is lost, done twice or out of order."""

from pathlib import Path
from random import Random

import pytest

from tests.fault_injection import episode
from tests.fault_injection.episode import EpisodeFailed, Plan, Report


def crash_everywhere(plan: Plan, template: Path, folder: Path, *, every: int = 1) -> list[Report]:
    """Run an episode once for each crash point. Returns the reports."""
    points = episode.run(plan, [], template, folder).passed
    reports = [episode.run(plan, [point], template, folder) for point in range(1, points + 1, every)]
    assert all(len(report.crashed_at) == 1 for report in reports)
    return reports


def test_a_booking_survives_a_crash_at_each_of_its_points(template: Path, folder: Path) -> None:
    """A message is repeated only after a crash between sending and recording."""
    reports = crash_everywhere(Plan("booking", 2), template, folder)
    assert len(reports) >= 80
    assert {"before commit", "after commit", "before sendMessage", "after sendMessage"} <= crashed_at(reports)
    repeated = crashed_at([report for report in reports if report.repeated])
    assert "after sendMessage" in repeated
    assert repeated <= {"after sendMessage", "before commit"}


def test_bookings_of_several_people_survive_a_crash(template: Path, folder: Path) -> None:
    assert len(crash_everywhere(Plan("booking", 7, people=4), template, folder, every=23)) >= 5


def test_an_episode_with_many_crashes_is_completed(template: Path, folder: Path) -> None:
    report = episode.run(Plan("booking", 3, people=3), sorted(Random(3).sample(range(5, 600), 31)), template, folder)
    assert len(report.crashed_at) >= 10


def crashed_at(reports: list[Report]) -> set[str]:
    """Return the names of the points at which they crashed."""
    return {name for report in reports for name in report.crashed_at}


def test_the_same_seed_and_points_give_the_same_run(template: Path, folder: Path) -> None:
    one, other = (episode.run(Plan("booking", 5), [30, 41], template, folder) for _ in range(2))
    assert one == other


def test_a_failure_names_the_command_that_repeats_it(template: Path, folder: Path) -> None:
    with pytest.raises(EpisodeFailed, match=r"--kind booking --seed 1 --people 1 --point 9999"):
        episode.run(Plan("booking", 1), [9999], template, folder, check=_fail)


def _fail(environment: object) -> None:
    raise AssertionError("something is wrong")
