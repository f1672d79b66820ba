"""Races of what speaks for a vehicle, on both databases: a sale or a hand-over against unbinding, terms and views.

One transaction holds its locks until the other has begun: the later one sees what the earlier one has committed.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot.services.certificates import certificates, live_views, share_codes
from bot.services.filing import endings, filing_terms, my_vehicles
from bot.services.identity import present_people
from bot.services.importing import vehicles as vehicle_import
from bot.services.importing.rows import ImportContext
from bot.services.importing.vehicles import VehicleRow
from bot.services.organisations import invitations, organisations
from storage.certificates.certificates import Certificate, CertificateStatus, IssueWay
from storage.certificates.live_views import LiveView
from storage.certificates.share_codes import ShareCode
from storage.database import Database
from storage.filing.filings import EndReason, Filing, FilingEvent, FilingStatus
from storage.identity.accounts import Account
from storage.organisations import organisations as organisation_store
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW, in_order, outcome


class Scene:
    """A vehicle with an active filing, its owner, the filer and the buyer."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            data = DataBuilder(session)
            data.car.inspection_valid_until, data.car.first_registered_on = "2027-06", date(2023, 6, 1)
            session.add(data.car)
            self.filing = data.filing(FilingStatus.ACTIVE).id
            self.owner, self.filer, self.buyer = data.owner.id, data.filer.id, data.stranger.id
            self.account = data.account(data.owner).id
            self.car = data.car.id

    def sell(self, session: Session) -> None:
        """Import the vehicle with the buyer as its owner."""
        buyer = session.get_one(Person, self.buyer)
        buyer.registered = True
        session.add(buyer)
        row = next(vehicle_import.export_rows(session)) | {"owner": buyer.id_number}
        cells = {name: row.get(name, "") for name in VehicleRow.columns() if row.get(name) or name in _REQUIRED}
        vehicle_import.put(session, VehicleRow.read(cells, today=NOW.date()), ImportContext(NOW))
        session.flush()

    def unbind(self, session: Session) -> None:
        """End the filing as the owner."""
        person, filing = session.get_one(Person, self.owner), session.get_one(Filing, self.filing)
        endings.unbind(session, filing, by=person, now=NOW)
        session.flush()

    def unbind_as_filer(self, session: Session) -> None:
        """End the filing as the filer."""
        person, filing = session.get_one(Person, self.filer), session.get_one(Filing, self.filing)
        endings.unbind(session, filing, by=person, now=NOW)
        session.flush()

    def share(self, session: Session) -> None:
        """Make a share code as the owner."""
        share_codes.make(session, session.get_one(Person, self.owner), self.car, 7, now=NOW)
        session.flush()

    def view(self, session: Session) -> None:
        """Open a live view as the owner."""
        account = session.get_one(Account, self.account)
        live_views.begin(session, session.get_one(Person, self.owner), self.car, by=account, now=NOW)
        session.flush()

    def view_as_filer(self, session: Session) -> None:
        """Show the certificate as the filer."""
        certificates.get_or_issue(session, session.get_one(Person, self.filer), self.car, now=NOW)
        session.flush()

    def open_page(self, session: Session) -> None:
        """Open the page of the vehicle as the owner."""
        my_vehicles.find(session, session.get_one(Person, self.owner), self.car, now=NOW)


_REQUIRED = VehicleRow.required()


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


def ends(database: Database, filing_id: UUID) -> tuple[EndReason | None, int]:
    """Return why the filing has ended, and how often."""
    with database.reading() as session:
        filing = session.get_one(Filing, filing_id)
        events = session.exec(select(FilingEvent).where(FilingEvent.filing_id == filing_id)).all()
    return filing.end_reason, sum(event.kind == "ended" for event in events)


@pytest.mark.parametrize(("by_whom", "refused"), [("unbind", "NotYours"), ("unbind_as_filer", "ApplicationDecided")])
def test_unbinding_during_a_sale_ends_nothing_twice(scene: Scene, by_whom: str, refused: str) -> None:
    assert in_order(scene.database, scene.sell, getattr(scene, by_whom)) == ("passed", refused)
    assert ends(scene.database, scene.filing) == (EndReason.OWNER_CHANGED, 1)


@pytest.mark.parametrize(
    ("by_whom", "reason"), [("unbind", EndReason.BY_OWNER), ("unbind_as_filer", EndReason.BY_FILER)]
)
def test_a_sale_during_unbinding_keeps_its_reason(scene: Scene, by_whom: str, reason: EndReason) -> None:
    assert in_order(scene.database, getattr(scene, by_whom), scene.sell) == ("passed", "passed")
    assert ends(scene.database, scene.filing) == (reason, 1)


@pytest.mark.parametrize("action", ["share", "view", "view_as_filer", "open_page"])
def test_nothing_is_shown_for_a_former_owner_during_a_sale(scene: Scene, action: str) -> None:
    assert in_order(scene.database, scene.sell, getattr(scene, action)) == ("passed", "NotYours")
    with scene.database.reading() as session:
        assert not session.exec(select(ShareCode)).all()
        assert not session.exec(select(LiveView)).all()
        assert {each.how for each in session.exec(select(Certificate))} <= {IssueWay.AUTOMATIC}


def test_a_sale_revokes_what_was_shown_just_before(scene: Scene) -> None:
    assert in_order(scene.database, scene.share, scene.sell) == ("passed", "passed")
    with scene.database.reading() as session:
        assert all(share.revoked_at is not None for share in session.exec(select(ShareCode)))
        on_demand = [each for each in session.exec(select(Certificate)) if each.how is IssueWay.ON_DEMAND]
    assert [each.status for each in on_demand] == [CertificateStatus.REVOKED]


class FleetScene:
    """An organisation's vehicle with an active filing, its administrator, and the next one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.transaction() as session:
            data = DataBuilder(session)
            self.old, self.new = data.owner.id, data.stranger.id
            self.organisation = data.organisation(data.owner)
            car = data.vehicle(None, owner_organisation_id=self.organisation)
            self.car, self.filing = car.id, data.filing(FilingStatus.ACTIVE, vehicle_id=car.id).id
            self.member = organisations.add_member(session, self.organisation, data.stranger, now=NOW).id

    def hand_over(self, session: Session) -> None:
        """Make the other member the administrator."""
        old = session.get_one(Person, self.old)
        organisations.hand_over(session, self.organisation, self.member, by=old, now=NOW)
        session.flush()

    def unverify(self, session: Session) -> None:
        """Leave the other member nobody who has been checked."""
        person = present_people.lock(session, self.new)
        person.registered = False
        session.flush()

    def limit(self, session: Session) -> None:
        """Set a term as the administrator of before."""
        filing_terms.set_term(session, self.filing, filing_terms.DAYS[0], by=session.get_one(Person, self.old), now=NOW)
        session.flush()

    def unbind(self, session: Session) -> None:
        """End the filing as the administrator of before."""
        old, filing = session.get_one(Person, self.old), session.get_one(Filing, self.filing)
        endings.unbind(session, filing, by=old, now=NOW)
        session.flush()

    def withdraw_invitations(self, session: Session) -> None:
        """Withdraw all invitations as the administrator of before."""
        invitations.withdraw_all(session, self.organisation, by=session.get_one(Person, self.old), now=NOW)

    def open_page(self, session: Session) -> None:
        """Open the page of the vehicle as the administrator of before."""
        my_vehicles.find(session, session.get_one(Person, self.old), self.car, now=NOW)


@pytest.fixture
def fleet(database: Database) -> FleetScene:
    return FleetScene(database)


@pytest.mark.parametrize("action", ["limit", "unbind", "open_page"])
def test_a_former_administrator_does_nothing_during_the_hand_over(fleet: FleetScene, action: str) -> None:
    assert in_order(fleet.database, fleet.hand_over, getattr(fleet, action)) == ("passed", "NotYours")
    with fleet.database.reading() as session:
        filing = session.get_one(Filing, fleet.filing)
        administrator = organisation_store.administrator(session, fleet.organisation)
    assert (filing.status, filing.term_until) == (FilingStatus.ACTIVE, None)
    assert administrator is not None
    assert administrator.person_id == fleet.new


def test_a_former_administrator_withdraws_no_invitation_during_the_hand_over(fleet: FleetScene) -> None:
    went = in_order(fleet.database, fleet.hand_over, fleet.withdraw_invitations)
    assert went == ("passed", "NotAdministrator")


def test_nobody_becomes_the_administrator_whose_identity_is_unproven_since_an_instant(fleet: FleetScene) -> None:
    assert in_order(fleet.database, fleet.unverify, fleet.hand_over) == ("passed", "MemberCannotAct")


def test_a_hand_over_ends_the_term_that_was_set_just_before(fleet: FleetScene) -> None:
    assert in_order(fleet.database, fleet.limit, fleet.hand_over) == ("passed", "passed")
    with fleet.database.reading() as session:
        assert session.get_one(Filing, fleet.filing).term_until is None


def test_many_acts_at_once_end_the_filing_once(scene: Scene) -> None:
    """No deadlock, and one end, in whichever order they come."""
    actions: list[Callable[[Session], None]] = [
        scene.sell,
        scene.unbind,
        scene.unbind_as_filer,
        scene.share,
        scene.view,
    ]
    with ThreadPoolExecutor(8) as pool:
        went = list(pool.map(lambda action: outcome(scene.database, action), actions))
    assert went[0] == "passed"
    assert ends(scene.database, scene.filing)[1] == 1
    with scene.database.reading() as session:
        owner = session.get_one(Vehicle, scene.car).owner_person_id
        assert all(share.revoked_at is not None for share in session.exec(select(ShareCode)))
    assert owner == scene.buyer
