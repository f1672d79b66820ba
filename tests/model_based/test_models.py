"""The services agree with their models for random sequences of actions.

The examples are the same in every run; `python -m tests.model_based` draws new ones.
"""

from pathlib import Path

from tests.model_based import running
from tests.model_based.filings import FilingsModel
from tests.model_based.payments import PaymentsModel
from tests.model_based.reviews import ReviewsModel

EXAMPLES = 4


def test_filings_agree_with_their_model(tmp_path: Path) -> None:
    running.run(FilingsModel, tmp_path, examples=EXAMPLES)


def test_payments_agree_with_their_model(tmp_path: Path) -> None:
    running.run(PaymentsModel, tmp_path, examples=EXAMPLES)


def test_reviews_and_the_blacklist_agree_with_their_model(tmp_path: Path) -> None:
    running.run(ReviewsModel, tmp_path, examples=EXAMPLES)
