"""State and limits of filings in the model."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from tests.model_based.clock import HOUR, MINUTE, START
from tests.model_based.model import Entity

DRIVERS, OWNERS = 5, (5, 6)
LIMIT, DAILY, YEARLY, TRIES = 3, 1, 5, 5
OPEN = ("waiting_owner", "checking")
DIGITS = "271828"
LAPSE_AFTER, CODE_LIFETIME = 72 * HOUR, 5 * MINUTE


@dataclass(eq=False, repr=False)
class ModelFiling(Entity):
    """A filing in the model."""

    id: UUID
    filer: int
    car: int
    owner: int
    status: str
    applied: datetime
    code_until: datetime | None = None
    tries: int = 0
    codes: int = 0


@dataclass(frozen=True, slots=True)
class WrongTry:
    """A wrong code typed for a filing. code: which of the filing's codes; owner: to whom it was sent."""

    filing: ModelFiling
    code: int
    owner: int
    at: datetime

    def is_of_filer(self, known: "ModelFiling") -> bool:
        """Whether the filer of this filing typed it against the owner of that one."""
        return (self.filing.filer, self.owner) == (known.filer, known.owner)


GHOST = ModelFiling(uuid4(), -1, -1, -1, "absent", START)
