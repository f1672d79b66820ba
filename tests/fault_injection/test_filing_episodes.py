"""The real journey of a filing by SMS, killed at every point: one application, one answer, one code, no wrong step."""

from pathlib import Path

from tests.fault_injection import story_of_filing
from tests.fault_injection.episode import Plan
from tests.fault_injection.test_episodes import kill_everywhere


def test_a_filing_survives_a_death_at_each_of_its_points(template: Path, folder: Path) -> None:
    assert len(kill_everywhere(Plan("filing", 0), template, folder)) >= 60


def test_several_filings_at_once_survive_too(template: Path, folder: Path) -> None:
    plan = Plan("filing", 4, people=len(story_of_filing.ANSWERS))
    assert len(kill_everywhere(plan, template, folder, every=61)) >= 3
