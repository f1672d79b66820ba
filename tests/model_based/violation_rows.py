"""State of violations, decisions and objections in the model, and the rows with which it starts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from bot import local_time
from bot.services.identity import consents
from bot.services.rules.names import RuleName
from storage.database import add, counters
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.identity.consents import ConsentText
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffMember
from storage.staff.rules import DatedRule
from tests.model_based import cast
from tests.model_based.cast import Cast, by_person
from tests.model_based.clock import DAY, START
from tests.model_based.model import Entity

ROLES = ["", "cashier", "reviewer", "", "cashier", "cashier", "reviewer", "cashier"]
MOTORISTS, STAFF, GONE = 4, (1, 2, 4, 5, 6, 7), 7
CASHIERS, REVIEWERS = (1, 4, 5, 7), (2, 6)
RESET = date(2026, 5, 1)
OWNERS, KEY_VEHICLE = [0, 0, 1, 0], 3
FILED = {(2, 0): START - 10 * DAY, (2, 2): START - 10 * DAY}
FINE_LIMIT, POINTS_LIMIT, FULL, FOUR_EYES = 20_000, 9, 12, 15_000
WEIGHTS = [(20_000, 3), (20_000, 0), (10_000, 9), (0, 3), (20_100, 0), (5_000, 10)]


@dataclass(eq=False, repr=False)
class ModelViolation(Entity):
    """A violation in the model."""

    id: UUID
    car: int
    fine: int
    points: int
    occurred: datetime
    state: str = "unhandled"


@dataclass(eq=False, repr=False)
class ModelDecision(Entity):
    """A decision in the model."""

    id: UUID
    batch: UUID
    record: ModelViolation
    person: int
    cycle: date
    at: datetime
    state: str = "unpaid"
    late_fee: int = 0

    def fee(self, now: datetime) -> int:
        """Return the late fee: 3 % a day from day 16 on, at most the fine."""
        days = (local_time.date_of(now) - local_time.date_of(self.at)).days - 15
        return min(self.record.fine, max(0, days) * self.record.fine * 3 // 100)


@dataclass(eq=False, repr=False)
class ModelObjection(Entity):
    """An objection in the model."""

    id: UUID
    record: ModelViolation
    person: int
    state: str = "open"
    first: int | None = None  # Who has upheld it first.


def insert_rows(session: Session) -> Cast:
    """Create four motorists (two of them are staff), four more members of staff, and four cars, two of them filed."""
    found = cast.insert_rows(session, ROLES, OWNERS)
    session.get_one(Vehicle, found.cars[KEY_VEHICLE]).key_vehicle = True
    for member in (session.get_one(StaffMember, found.members[at]) for at in STAFF if at == GONE):
        member.ended_at = START
    for at in range(MOTORISTS):
        by_person(session, found.people[at]).points_reset_on = RESET
    add(
        session,
        DatedRule(name=RuleName.REFUND_FOUR_EYES_FEN, value=f"{FOUR_EYES}", valid_from=START - DAY, set_at=START),
    )
    for at in range(3):
        consents.agree(session, by_person(session, found.people[at]), ConsentText.VIOLATIONS, now=START)
    for (who, car), since in FILED.items():
        file(session, found.people[who], found.cars[car], who, since)
    return found


def file(session: Session, person_id: UUID, car_id: UUID, slot: int, since: datetime) -> Filing:
    """Create an active filing."""
    row = Filing(
        number=counters.next_number(session, "filing"), vehicle_id=car_id, filer_id=person_id, way=FilingWay.QR
    )
    row.status, row.applied_at, row.changed_at, row.active_from = FilingStatus.ACTIVE, since, since, since
    row.vehicle_slot, row.filer_slot = slot, counters.next_number(session, "slots")
    return add(session, row)


# An id that does not exist, for attacks.
GHOST = ModelViolation(uuid4(), -1, 0, 0, START, "absent")
