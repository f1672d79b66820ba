"""The services and the plain models beside them agree, whatever is done by whomever in whatever order.

The same examples each time; `python -m tests.models` draws new ones, as many as wanted.
"""

from pathlib import Path

from tests.models import running
from tests.models.filings import Filings
from tests.models.money import Money
from tests.models.reviews import Reviews

EXAMPLES = 8


def test_filings_are_as_the_plain_model_says(tmp_path: Path) -> None:
    running.run(Filings, tmp_path, examples=EXAMPLES)


def test_money_is_as_the_plain_model_says(tmp_path: Path) -> None:
    running.run(Money, tmp_path, examples=EXAMPLES)


def test_reviews_and_the_blacklist_are_as_the_plain_model_says(tmp_path: Path) -> None:
    running.run(Reviews, tmp_path, examples=EXAMPLES)
