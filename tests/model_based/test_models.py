"""The services and the plain models beside them agree, whatever is done by whomever in whatever order.

The same examples each time; `python -m tests.model_based` draws new ones, as many as wanted.
"""

from pathlib import Path

from tests.model_based import running
from tests.model_based.filings import Filings
from tests.model_based.money import Money
from tests.model_based.reviews import Reviews

EXAMPLES = 8


def test_filings_are_as_the_plain_model_says(tmp_path: Path) -> None:
    running.run(Filings, tmp_path, examples=EXAMPLES)


def test_money_is_as_the_plain_model_says(tmp_path: Path) -> None:
    running.run(Money, tmp_path, examples=EXAMPLES)


def test_reviews_and_the_blacklist_are_as_the_plain_model_says(tmp_path: Path) -> None:
    running.run(Reviews, tmp_path, examples=EXAMPLES)
