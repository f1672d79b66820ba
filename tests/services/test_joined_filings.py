"""Two rows of people become one: filings of the person's own car end, and those that both have do."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from bot.cards.filing import notifications
from bot.cards.notification import Reader
from bot.services.identity import accounts as account_service
from bot.services.importing import people as people_import
from bot.services.importing.rows import ImportContext
from bot.texts import texts
from storage.database import add
from storage.database.encryption import current_keyring
from storage.engine.outbox import Channel, Delivery
from storage.filing import owner_blocks as block_store
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import OPEN_STATUSES, EndReason, Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.identity_cases import IdentityCaseKind
from tests.services.builders import NOW, DataBuilder
from tests.services.identity_case_builders import (
    ID_NUMBER,
    NAME,
    NEW_PHONE,
    OLD_PHONE,
    account,
    approve_by_two,
    open_case,
)
from tests.services.test_absorbed_people import take_up

ENDED = {FilingStatus.ACTIVE: FilingStatus.ENDED} | dict.fromkeys(OPEN_STATUSES, FilingStatus.WITHDRAWN)


class Two:
    """Two rows of one person, the second of which only declares the number in account 102."""

    def __init__(self, data: DataBuilder, way: str) -> None:
        self.data, self.way, self.filed = data, way, 0
        data.account(data.owner)
        self.record = add(data.session, people.new(id_number=ID_NUMBER, name=NAME, phone=OLD_PHONE))
        facts: dict[str, Any] = {"id_number": ID_NUMBER, "name": NAME, "registered": False, "is_held": True}
        phone = NEW_PHONE if way == "case" else OLD_PHONE
        self.declared = add(data.session, people.new(**facts, phone=phone))
        account(data.session, 102, self.declared)
        self.own_car = data.vehicle(self.record)

    def join(self) -> None:
        """Let both become one person, by the register, by an identity case or by registering in another account."""
        session = self.data.session
        if self.way == "register":
            people_import.heal(session, self.record, ImportContext(NOW))
        elif self.way == "case":
            own = session.exec(select(Account).where(Account.telegram_id == 102)).one()
            approve_by_two(session, open_case(session, own, IdentityCaseKind.VERIFY))
        else:
            facts = {"name": NAME, "id_number": ID_NUMBER, "phone": OLD_PHONE, "verified_phone": OLD_PHONE}
            account_service.register(session, account(session, 103), **facts, now=NOW)
            assert take_up(self.data) == ["absorbed"]
        session.expire_all()

    def files(self, who: Person, status: FilingStatus, car: Vehicle) -> Filing:
        """Add a filing or an application of one of both."""
        self.filed += 1
        slots = {"vehicle_slot": self.filed, "filer_slot": self.filed} if status is FilingStatus.ACTIVE else {}
        return self.data.filing(status, filer_id=who.id, vehicle_id=car.id, **slots)

    def told(self, key: str) -> list[UUID]:
        """Return about what a notification was sent by chat."""
        rows = self.data.session.exec(select(Delivery).where(col(Delivery.channel) == Channel.CHAT))
        contents = [current_keyring().decrypt_json(each.payload, f"outbox:{each.reference}") for each in rows]
        return [UUID(found["subject"]) for found in contents if found.get("notice") == key]

    def reads(self, filing: Filing) -> str:
        """Return what the filer reads about a filing that is over."""
        card = notifications.joined.card(self.data.session, filing.id, Reader(None, texts("en")))
        assert card is not None
        return card.text


@pytest.fixture(params=["register", "case", "absorbed"])
def two(request: pytest.FixtureRequest, data: DataBuilder) -> Two:
    return Two(data, request.param)


@pytest.fixture
def absorbed(data: DataBuilder) -> Two:
    return Two(data, "absorbed")


def test_filings_of_the_persons_own_cars_end(two: Two) -> None:
    found = {status: two.files(two.declared, status, two.data.vehicle(two.record)) for status in ENDED}
    two.data.approval(found[FilingStatus.WAITING_OWNER], owner_id=two.record.id)
    kept = two.files(two.declared, FilingStatus.ACTIVE, two.data.car)
    two.join()
    for status, filing in found.items():
        assert (filing.filer_id, filing.status, filing.vehicle_slot) == (two.record.id, ENDED[status], None)
    assert (kept.filer_id, kept.status) == (two.record.id, FilingStatus.ACTIVE)
    assert sorted(two.told("filing.joined")) == sorted(each.id for each in found.values())
    assert all("is your own car" in two.reads(each) for each in found.values())
    assert two.told("filing.ended.owner") == two.told("filing.withdrawn") == two.told("approval.fallen") == []
    pending = select(Approval).where(Approval.status == ApprovalStatus.PENDING)
    assert two.data.session.exec(pending).all() == []


def test_of_two_filings_of_one_car_one_goes_on(two: Two) -> None:
    kept = two.files(two.record, FilingStatus.ACTIVE, two.data.car)
    twice = two.files(two.declared, FilingStatus.ACTIVE, two.data.car)
    two.join()
    assert (kept.status, twice.status, twice.end_reason) == (
        FilingStatus.ACTIVE,
        FilingStatus.ENDED,
        EndReason.BY_FILER,
    )
    assert {kept.filer_id, twice.filer_id} == {two.record.id}
    assert (two.told("filing.joined"), two.told("filing.ended.owner")) == ([twice.id], [twice.id])
    assert "the other one goes on" in two.reads(twice)


@pytest.mark.parametrize("who", ["record", "declared"])
def test_an_application_beside_a_filing_of_the_same_car_ends(absorbed: Two, who: str) -> None:
    filers = (absorbed.record, absorbed.declared) if who == "record" else (absorbed.declared, absorbed.record)
    kept = absorbed.files(filers[0], FilingStatus.ACTIVE, absorbed.data.car)
    waiting = absorbed.files(filers[1], FilingStatus.CHECKING, absorbed.data.car)
    absorbed.join()
    assert (kept.status, waiting.status) == (FilingStatus.ACTIVE, FilingStatus.WITHDRAWN)
    assert absorbed.told("filing.joined") == [waiting.id]
    assert "the other one goes on" in absorbed.reads(waiting)


def test_of_two_applications_for_one_car_one_goes_on(absorbed: Two) -> None:
    found = [
        absorbed.files(each, FilingStatus.CHECKING, absorbed.data.car) for each in (absorbed.record, absorbed.declared)
    ]
    absorbed.join()
    assert [each.status for each in found] == [FilingStatus.CHECKING, FilingStatus.WITHDRAWN]
    assert "the other one goes on" in absorbed.reads(found[1])


def test_an_administrator_keeps_a_filing_but_no_application_of_the_organisations_cars(absorbed: Two) -> None:
    company = absorbed.data.organisation(absorbed.record)
    cars = [absorbed.data.vehicle(None, owner_organisation_id=company) for _ in range(2)]
    active = absorbed.files(absorbed.declared, FilingStatus.ACTIVE, cars[0])
    beside = absorbed.files(absorbed.record, FilingStatus.CHECKING, cars[0])
    waiting = absorbed.files(absorbed.declared, FilingStatus.CHECKING, cars[1])
    absorbed.join()
    assert active.status is FilingStatus.ACTIVE
    assert beside.status is waiting.status is FilingStatus.WITHDRAWN
    assert "you are the administrator of the organisation" in absorbed.reads(waiting)
    assert "the other one goes on" in absorbed.reads(beside)


def test_nobody_stays_blocked_by_themselves(absorbed: Two) -> None:
    block_store.block(absorbed.data.session, absorbed.own_car.id, absorbed.declared.id, by=absorbed.record.id, at=NOW)
    block_store.block(
        absorbed.data.session, absorbed.data.car.id, absorbed.declared.id, by=absorbed.data.owner.id, at=NOW
    )
    absorbed.join()
    assert [each.vehicle_id for each in block_store.of_person(absorbed.data.session, absorbed.record.id)] == [
        absorbed.data.car.id
    ]
