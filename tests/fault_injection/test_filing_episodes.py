"""Filings by SMS that crash at every point: one application, one answer, one code, and never a wrong step."""

from pathlib import Path

from tests.fault_injection import story_of_filing
from tests.fault_injection.episode import Plan
from tests.fault_injection.test_episodes import crash_everywhere


def test_a_filing_survives_a_crash_at_each_of_its_points(template: Path, folder: Path) -> None:
    assert len(crash_everywhere(Plan("filing", 0), template, folder)) >= 60


def test_filings_of_several_people_survive_a_crash(template: Path, folder: Path) -> None:
    plan = Plan("filing", 4, people=len(story_of_filing.ANSWERS))
    assert len(crash_everywhere(plan, template, folder, every=61)) >= 3
