"""State of review cases and their rounds in the model."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from bot.services.review.return_reasons import ReturnReason
from tests.model_based.clock import MINUTE, START
from tests.model_based.model import Entity

LEASE, LIMIT, RETURNS_BEFORE_SECOND = 30 * MINUTE, 3, 2
OPEN, OPEN_FILING = ("waiting", "taken"), ("checking", "in_review", "returned")
REASONS = [(ReturnReason.ILLEGIBLE, ""), (ReturnReason.OTHER, "太暗"), (ReturnReason.OTHER, "")]


@dataclass(eq=False, repr=False)
class ModelCase(Entity):
    """An application in the model; `last`: who decided the newest decided round."""

    id: UUID
    filer: int
    car: int
    status: str = "checking"
    returns: int = 0
    last: int | None = None
    rounds: list["ModelRound"] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class ModelRound(Entity):
    """One review round of a case."""

    id: UUID
    case: ModelCase
    due: datetime
    status: str = "waiting"
    reviewer: int | None = None
    until: datetime | None = None


GHOST = ModelRound(uuid4(), ModelCase(uuid4(), -1, -1, "absent"), START, "absent")
