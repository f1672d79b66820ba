"""Reviewers and cases for race tests, without a chat."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.services.review import case_decisions
from bot.services.review.return_reasons import ReturnReason
from storage.database import Database, add, counters
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.identity.accounts import Account
from storage.register import people, vehicles
from storage.register.vehicles import Vehicle
from storage.review import reviews as store
from storage.review.reviews import Review
from tests.services.builders import staff_account
from tests.services.concurrency import NOW

CASES = 8
WHY = ReturnReason.ILLEGIBLE


def make_reviewers(database: Database) -> list[Account]:
    """Return eight reviewers with accounts."""
    with database.transaction() as session:
        return [staff_account(session, 10 + at, "reviewer") for at in range(8)]


def make_cases(database: Database) -> list[UUID]:
    """Return cases of one vehicle, each of another applicant."""
    with database.transaction() as session:
        owner = add(session, people.new(id_number="owner", name="owner", phone="+8613800000000"))
        car = Vehicle(plate_type="02", plate="桂A12345", owner_person_id=owner.id, engine_index="")
        car.engine_index, car.engine_number, car.vin = vehicles.engine_index("123456"), "A123456", "V"
        add(session, car)
        return [_case(session, car, at) for at in range(CASES)]


def _case(session: Session, car: Vehicle, at: int) -> UUID:
    person = add(session, people.new(id_number=f"person {at}", name=f"person {at}", phone=f"+861380000010{at}"))
    filing = Filing(
        number=counters.next_number(session, "filing"),
        vehicle_id=car.id,
        filer_id=person.id,
        way=FilingWay.SMS,
        status=FilingStatus.IN_REVIEW,
        applied_at=NOW,
        changed_at=NOW,
    )
    add(session, filing)
    due = NOW + timedelta(days=1, seconds=at)
    review = Review(filing_id=filing.id, round=1, handheld_id=uuid4(), scene_id=uuid4(), submitted_at=NOW, due_at=due)
    return store.new(session, review, {}).id


def taken(database: Database, review: UUID, by: Account) -> None:
    with database.transaction() as session:
        case_decisions.take(session, review, by=by, now=NOW)


def read_case(database: Database, review: UUID) -> tuple[Review, Filing]:
    with database.reading() as session:
        found = session.get_one(Review, review)
        filing = session.get_one(Filing, found.filing_id)
        return found, filing
