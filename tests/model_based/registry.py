"""All models by name."""

from tests.model_based.filings import Filings
from tests.model_based.model import Model
from tests.model_based.money import Money
from tests.model_based.reviews import Reviews

MODELS: dict[str, type[Model]] = {"filings": Filings, "money": Money, "reviews": Reviews}
