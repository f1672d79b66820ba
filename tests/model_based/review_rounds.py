"""Cases and their rounds as the model of reviews knows them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from bot.services.review.case_decisions import ReturnReason
from tests.model_based.clocks import BEGINNING, MINUTE
from tests.model_based.model import Noun

LEASE, LIMIT, RETURNS_BEFORE_SECOND = 30 * MINUTE, 3, 2
OPEN, OPEN_FILING = ("waiting", "taken"), ("checking", "in_review", "returned")
REASONS = [(ReturnReason.ILLEGIBLE, ""), (ReturnReason.OTHER, "太暗"), (ReturnReason.OTHER, "")]


@dataclass(eq=False, repr=False)
class Case(Noun):
    """An application as the model knows it; `last`: who decided the newest round that is decided."""

    id: UUID
    filer: int
    car: int
    status: str = "checking"
    returns: int = 0
    last: int | None = None
    rounds: list["Round"] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Round(Noun):
    """One round of a case."""

    id: UUID
    case: Case
    due: datetime
    status: str = "waiting"
    reviewer: int | None = None
    until: datetime | None = None


GHOST = Round(uuid4(), Case(uuid4(), -1, -1, "absent"), BEGINNING, "absent")
