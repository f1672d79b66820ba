"""All models by name."""

from tests.model_based.filings import FilingsModel
from tests.model_based.model import Model
from tests.model_based.payments import PaymentsModel
from tests.model_based.reviews import ReviewsModel

MODELS: dict[str, type[Model]] = {"filings": FilingsModel, "money": PaymentsModel, "reviews": ReviewsModel}
