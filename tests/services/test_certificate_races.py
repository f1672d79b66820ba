"""Races of certificates, share codes, keys and paper copies on both databases."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot.services.certificates import certificates, paper_copies, share_codes, signing_keys
from bot.services.certificates.paper_addresses import DeliveryAddress
from bot.services.values.months import Month
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.certificates.signing_keys import StoredStatusList
from storage.database import Database, add
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.concurrency import NOW, SessionAction, counted
from tests.stories.cast import id_number

MANY = 12


@pytest.fixture
def database(database: Database) -> Database:
    """A store with a person and their vehicle."""
    with database.transaction() as session:
        owner = add(session, people.new(id_number=id_number(1), name="王秀英", phone="+8613800000002"))
        vehicle = Vehicle(
            plate_type="02",
            plate="桂A12345",
            engine_index="",
            owner_person_id=owner.id,
            inspection_valid_until="2027-06",
            first_registered_on=date(2023, 6, 1),
        )
        vehicle.engine_number, vehicle.vin = "A123456", ""
        add(session, vehicle)
    return database


def owner_of(session: Session) -> Person:
    return session.exec(select(Person)).one()


def car_of(session: Session) -> UUID:
    return session.exec(select(Vehicle.id)).one()


def at_once(database: Database, action: SessionAction) -> Counter[str]:
    """Run an action many times at once; return how often each outcome happened."""
    return counted(database, [action] * MANY)


def rows(database: Database, kind: type[Any]) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(kind)))


def test_simultaneous_requests_issue_one_certificate(database: Database) -> None:
    went = at_once(
        database, lambda session: certificates.get_or_issue(session, owner_of(session), car_of(session), now=NOW)
    )
    assert went == {"passed": MANY}
    assert len(rows(database, Certificate)) == 1
    with database.reading() as session:
        assert len(signing_keys.public(session).keys) == 1


def test_simultaneous_passes_leave_one_active_certificate(database: Database) -> None:
    def action(session: Session) -> None:
        vehicle = session.get_one(Vehicle, car_of(session))
        certificates.issue_after_inspection(session, vehicle, Month(2027, 8), by=vehicle.id, now=NOW)

    assert at_once(database, action) == {"passed": MANY}
    found = rows(database, Certificate)
    assert Counter(one.status for one in found) == {CertificateStatus.ACTIVE: 1, CertificateStatus.SUPERSEDED: MANY - 1}
    assert len({one.number for one in found}) == MANY


def test_a_single_use_share_code_is_used_once(database: Database) -> None:
    with database.transaction() as session:
        made = share_codes.make(session, owner_of(session), car_of(session), share_codes.SINGLE_USE, now=NOW)

    def action(session: Session) -> None:
        share = share_codes.find(session, made.code)
        assert share is not None
        share_codes.use(session, share, now=NOW)

    assert at_once(database, action) == {"passed": 1, "ShareCodeEnded": MANY - 1}


def test_at_most_ten_share_codes_are_open(database: Database) -> None:
    went = at_once(database, lambda session: share_codes.make(session, owner_of(session), car_of(session), 7, now=NOW))
    assert went == {"passed": share_codes.MAX_OPEN, "TooManyShareCodes": MANY - share_codes.MAX_OPEN}


def test_a_vehicle_has_one_open_paper_copy(database: Database) -> None:
    def action(session: Session) -> None:
        to = (PaperWay.PICK_UP, DeliveryAddress())
        paper_copies.request(session, owner_of(session), car_of(session), *to, after_loss=False, now=NOW)

    assert at_once(database, action) == {"passed": 1, "PaperUnderWay": MANY - 1}
    assert len(rows(database, PaperCopy)) == 1


def test_simultaneous_rotations_leave_one_active_key_and_unique_list_numbers(database: Database) -> None:
    at_once(database, lambda session: signing_keys.rotate(session, now=NOW))
    with database.reading() as session:
        keys = signing_keys.public(session).keys
    assert Counter(key.state.value for key in keys) == {"active": 1, "retired": MANY}
    at_once(database, lambda session: signing_keys.publish_list(session, now=NOW))
    assert [one.number for one in rows(database, StoredStatusList)] == [1]
