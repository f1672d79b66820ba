"""Applications as the model of filings knows them, and the limits they are under (RULES 2)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from tests.model_based.clocks import BEGINNING, HOUR, MINUTE
from tests.model_based.model import Noun

DRIVERS, OWNERS = 5, (5, 6)
LIMIT, DAILY, YEARLY, TRIES = 3, 1, 5, 5
OPEN = ("waiting_owner", "checking")
DIGITS = "271828"
LAPSES, CODE_LIVES = 72 * HOUR, 5 * MINUTE


@dataclass(eq=False, repr=False)
class Known(Noun):
    """A filing as the model knows it."""

    id: UUID
    filer: int
    car: int
    owner: int
    status: str
    applied: datetime
    code_until: datetime | None = None
    tries: int = 0


GHOST = Known(uuid4(), -1, -1, -1, "absent", BEGINNING)
