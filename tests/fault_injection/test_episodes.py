"""The short crash run: conversations killed at every commit and send point, nothing lost, doubled or out of step."""

from pathlib import Path

import pytest

from tests.fault_injection import episode
from tests.fault_injection.episode import Broken, Plan, Report


def kill_everywhere(plan: Plan, template: Path, folder: Path, *, every: int = 1) -> list[Report]:
    """Run an episode once for each point, dying there. Returns how each went."""
    points = episode.run(plan, [], template, folder).passed
    reports = [episode.run(plan, [point], template, folder) for point in range(1, points + 1, every)]
    assert all(len(report.died_at) == 1 for report in reports)
    return reports


def test_a_booking_survives_a_death_at_each_of_its_points(template: Path, folder: Path) -> None:
    reports = kill_everywhere(Plan("booking", 2), template, folder)
    assert len(reports) >= 80
    assert {"before commit", "after commit", "before sendMessage", "after sendMessage"} <= died_at(reports)


def test_a_message_is_repeated_only_between_accepted_and_written_down(template: Path, folder: Path) -> None:
    reports = kill_everywhere(Plan("booking", 1), template, folder)
    assert len(reports) >= 60
    repeated = died_at([report for report in reports if report.repeated])
    assert "after sendMessage" in repeated
    assert repeated <= {"after sendMessage", "before commit"}


def test_several_people_at_once_survive_too(template: Path, folder: Path) -> None:
    assert len(kill_everywhere(Plan("booking", 7, people=4), template, folder, every=23)) >= 5


def test_a_desk_that_dies_again_and_again_comes_to_its_end(template: Path, folder: Path) -> None:
    report = episode.run(Plan("booking", 3, people=3), range(5, 600, 19), template, folder)
    assert len(report.died_at) >= 10


def died_at(reports: list[Report]) -> set[str]:
    """Where they died."""
    return {name for report in reports for name in report.died_at}


def test_the_same_seed_and_point_die_the_same_death(template: Path, folder: Path) -> None:
    one, other = (episode.run(Plan("booking", 5), [30, 41], template, folder) for _ in range(2))
    assert one == other


def test_a_failure_says_how_to_see_it_again(template: Path, folder: Path) -> None:
    with pytest.raises(Broken, match=r"--kind booking --seed 1 --people 1 --point 9999"):
        episode.run(Plan("booking", 1), [9999], template, folder, hold=_fail)


def _fail(ground: object) -> None:
    raise AssertionError("something is amiss")
