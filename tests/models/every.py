"""All models by name."""

from tests.models.filings import Filings
from tests.models.model import Model
from tests.models.money import Money
from tests.models.reviews import Reviews

MODELS: dict[str, type[Model]] = {"filings": Filings, "money": Money, "reviews": Reviews}
