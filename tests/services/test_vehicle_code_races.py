"""Races for vehicle codes and face checks, on both databases: one action succeeds, and nothing is lost."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bot.adapters.face_check import FaceCheckOutcome
from bot.services.filing import vehicle_codes
from bot.services.filing.vehicle_codes import NewVehicleCode
from bot.services.identity import consents
from bot.services.review import face_checks, face_verdicts, submission
from bot.services.review.face_verdicts import CheckedFace
from bot.services.review.photos import SentPhoto
from storage import files
from storage.database import Database, add
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity.consents import ConsentText
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import face_checks as check_store, photos as photo_store
from storage.review.face_checks import FaceCheckAttemptState
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review
from tests.services.concurrency import NOW, SessionAction, outcomes
from tests.stories.cast import id_number


def person(session: Session, order: int) -> Person:
    return add(session, people.new(id_number=id_number(order), name="某人", phone=f"+86138{order:08}"))


def car(session: Session, owner: Person, plate: str = "桂A12345") -> Vehicle:
    index = vehicles.engine_index("123456")
    vehicle = Vehicle(plate_type="02", plate=plate, owner_person_id=owner.id, engine_index=index)
    vehicle.engine_number, vehicle.vin = "A123456", "LSVAM4187C2184841"
    return add(session, vehicle)


def stage(database: Database, filers: int = 8) -> tuple[NewVehicleCode, list[UUID]]:
    """A vehicle with an open code, and people who scan it."""
    with database.transaction() as session:
        owner = person(session, 1)
        crowd = [person(session, 2 + at).id for at in range(filers)]
        made = vehicle_codes.create(session, car(session, owner).id, by=owner, lane="1:1", now=NOW)
    return made, crowd


def scan(session: Session, made: NewVehicleCode, by: UUID, *, at: datetime = NOW) -> VehicleCode:
    return vehicle_codes.scan(session, links=[made.token], by=session.get_one(Person, by), now=at)


def apply(session: Session, made: NewVehicleCode, by: UUID) -> Filing:
    return vehicle_codes.apply(
        session,
        made.code.id,
        relationship=Relationship.FRIEND,
        relationship_text="",
        by=session.get_one(Person, by),
        lane="1:2",
        now=NOW,
    )


def test_of_many_concurrent_scans_one_gets_the_code(database: Database) -> None:
    made, crowd = stage(database)
    found = outcomes(database, [lambda session, by=by: scan(session, made, by) for by in crowd])  # type: ignore[misc]
    assert found == ["VehicleCodeUsed"] * 7 + ["passed"]


def test_concurrent_taps_of_one_filer_create_one_application(database: Database) -> None:
    made, crowd = stage(database)
    with database.transaction() as session:
        scan(session, made, crowd[0])
    found = outcomes(database, [lambda session: apply(session, made, crowd[0])] * 8)
    assert found.count("passed") == 1
    with database.reading() as session:
        assert len(filings.all_of_filer(session, crowd[0])) == 1


def test_of_a_concurrent_scan_and_cancellation_one_takes_effect(database: Database) -> None:
    made, crowd = stage(database)
    with database.reading() as session:
        owner = session.get_one(Person, made.code.made_by)
    actions: list[SessionAction] = [lambda session: vehicle_codes.cancel(session, made.code.id, by=owner, now=NOW)] * 4
    found = outcomes(database, actions + [lambda session: scan(session, made, crowd[0])] * 4)
    with database.reading() as session:
        code = session.get(VehicleCode, made.code.id)
    assert code is not None
    assert (code.status is VehicleCodeStatus.USED) == (code.used_by == crowd[0])
    assert found.count("passed") == (8 if code.status is VehicleCodeStatus.USED else 4)


def test_concurrent_refreshes_leave_one_open_code(database: Database) -> None:
    made, _ = stage(database)
    with database.reading() as session:
        owner = session.get_one(Person, made.code.made_by)
    vehicle_id = made.code.vehicle_id
    action: SessionAction = lambda session: vehicle_codes.create(session, vehicle_id, by=owner, lane="1:1", now=NOW)  # noqa: E731
    assert outcomes(database, [action] * 8) == ["passed"] * 8
    with database.reading() as session:
        codes = session.exec(select(VehicleCode)).all()
    assert [code.status for code in codes].count(VehicleCodeStatus.OPEN) == 1


@pytest.mark.parametrize(("seconds", "outcome"), [(179, "passed"), (180, "VehicleCodeExpired")])
def test_a_code_is_valid_until_its_last_second(database: Database, seconds: int, outcome: str) -> None:
    made, crowd = stage(database, 1)
    moment = NOW + timedelta(seconds=seconds)
    assert outcomes(database, [lambda session: scan(session, made, crowd[0], at=moment)]) == [outcome]


def checking(session: Session, filer: Person, owner: Person) -> Filing:
    """A filing approved by the owner."""
    plate = f"桂A1234{len(session.exec(select(Vehicle)).all())}"
    return add(
        session,
        Filing(
            number=1 + len(session.exec(select(Filing)).all()),
            vehicle_id=car(session, owner, plate).id,
            filer_id=filer.id,
            way=FilingWay.QR,
            status=FilingStatus.CHECKING,
            applied_at=NOW,
            changed_at=NOW,
        ),
    )


def test_a_repeated_task_result_counts_once(database: Database) -> None:
    reference = uuid4()
    with database.transaction() as session:
        filer, owner = person(session, 1), person(session, 2)
        filing = checking(session, filer, owner)
        consents.agree(session, filer, ConsentText.FACE, now=NOW)
        face_checks.order(session, filing, SentPhoto("u", 1, "", reference), now=NOW)
    result = CheckedFace(
        outcome=FaceCheckOutcome.UNCLEAR, reason="blurred", file=uuid4(), sha256="a" * 64, perceptual_hash="b" * 16
    )

    def decide(session: Session) -> None:
        photo = photo_store.by_reference(session, reference)
        assert photo is not None
        face_verdicts.decide(session, photo, result, now=NOW)

    for _ in range(2):
        with database.transaction() as session:
            decide(session)
    with database.reading() as session:
        assert check_store.count(session, filing.id, FaceCheckAttemptState.UNCLEAR) == 1


def test_a_photo_is_used_in_one_of_two_concurrent_cases(database: Database) -> None:
    cases: list[UUID] = []
    with database.transaction() as session:
        owner = person(session, 1)
        for at in range(4):
            filing = checking(session, person(session, 2 + at), owner)
            cases.append(filing.id)
            for slot in (PhotoSlot.HANDHELD, PhotoSlot.SCENE):
                _ready(session, filing, slot)

    def submit(session: Session, filing_id: UUID) -> None:
        submission.submit(session, session.get_one(Filing, filing_id), now=NOW)

    found = outcomes(database, [lambda session, one=one: submit(session, one) for one in cases])  # type: ignore[misc]
    assert found == ["PhotoReused"] * 3 + ["passed"]


def test_concurrent_submissions_create_one_review(database: Database) -> None:
    with database.transaction() as session:
        filing = checking(session, person(session, 2), person(session, 1))
        for slot in (PhotoSlot.HANDHELD, PhotoSlot.SCENE):
            _ready(session, filing, slot)
    action: SessionAction = lambda session: submission.submit(session, session.get_one(Filing, filing.id), now=NOW)  # noqa: E731
    assert outcomes(database, [action] * 6).count("passed") == 1
    with database.reading() as session:
        assert len(session.exec(select(Review)).all()) == 1


def _ready(session: Session, filing: Filing, slot: PhotoSlot) -> None:
    """A checked photo; each slot has the same picture in every case."""
    content = files.store(session, b"picture", kind="review", name="photo.jpg", media_type="image/jpeg", at=NOW)
    photo = Photo(
        filing_id=filing.id,
        person_id=filing.filer_id,
        slot=slot,
        state=PhotoState.READY,
        reference=uuid4(),
        telegram_hash=uuid4().hex,
        content_hash=f"same {slot}",
        message_id=1,
        file_id=content,
        at=NOW,
    )
    add(session, photo)
