"""The journeys of `docs/journeys.md`: what each costs in taps, typed answers, pictures and messages of the desk.

The table is compared with what the people of the journeys do, so that no journey grows, or shrinks, unnoticed.
"""

from pathlib import Path

import pytest

from tests.stories.app_driver import AppDriver
from tests.stories.journeys import Cost, cost_of
from tests.stories.owners_journeys import ALL_JOURNEYS, pay
from tests.stories.payment_driver import Bank

DOCUMENT = Path(__file__).parents[2] / "docs" / "journeys.md"
PAY = "Handle a violation and pay it"


def table() -> dict[str, Cost]:
    """Return the costs that the document says: by journey, those of now."""
    lines = DOCUMENT.read_text("utf-8").split("\n")
    rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in lines]
    return {row[0]: tuple(map(int, row[5:9])) for row in rows if len(row) == 9 and row[5].isdigit()}


def test_the_table_has_every_journey() -> None:
    assert set(table()) == {*ALL_JOURNEYS, PAY}


@pytest.mark.parametrize("name", list(ALL_JOURNEYS))
def test_a_journey_costs_what_the_table_says(app: AppDriver, name: str) -> None:
    assert cost_of(ALL_JOURNEYS[name](app)) == table().get(name)


@pytest.mark.usefixtures("quick_documents")
def test_a_payment_costs_what_the_table_says(app: AppDriver, bank: Bank) -> None:
    assert cost_of(pay(app, bank)) == table().get(PAY)
