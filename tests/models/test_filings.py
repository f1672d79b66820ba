"""A plain model of filings beside the services: whatever is done in whatever order, they agree and the limits hold."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlmodel import Session

from bot.services import approvals, filings
from storage import approvals as approval_store
from storage import codes
from storage.approvals import Approval
from storage.codes import Purpose
from storage.database import add
from storage.filings import EndReason, Filing, FilingStatus, FilingWay, Relationship
from storage.people import Person
from storage.vehicles import Vehicle
from tests import stores
from tests.models.model import CARS, LIMIT, OPEN, PEOPLE, Known, Model

DRIVERS, CAR = st.integers(0, PEOPLE - 1), st.integers(0, CARS - 1)
DIGITS = "271828"


class Filings(Model):
    """Everything that may happen between them."""

    @rule(driver=DRIVERS, car=CAR)
    def apply(self, driver: int, car: int) -> None:
        def deed(session: Session) -> UUID:
            filing = filings.apply(
                session,
                session.get_one(Person, self.drivers[driver]),
                self.cars[car],
                way=FilingWay.SMS,
                relationship=Relationship.FRIEND,
                relationship_text="",
                now=self.now,
            )
            until = self.now + timedelta(hours=72)
            owner = self.owners[self.owner_of[car]]
            add(session, Approval(filing_id=filing.id, owner_id=owner, asked_at=self.now, expires_at=until))
            return filing.id

        made = self.attempt(deed, may=self.may_apply(driver, car))
        if made is not None:
            owner = self.owner_of[car]
            self.known.append(Known(made, driver, car, "waiting_owner", self.now, self.now, owner))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), owner=st.integers(0, 1), yes=st.booleans())
    def answer(self, data: Any, owner: int, yes: bool) -> None:
        known = self.one(data)

        def deed(session: Session) -> Approval:
            approval = approval_store.of_filing(session, known.id)
            assert approval is not None
            by = session.get_one(Person, self.owners[owner])
            do: Callable[..., Approval] = approvals.approve if yes else approvals.refuse
            return do(session, approval.id, by=by, now=self.now)

        in_time = self.now < known.asked + timedelta(hours=72)
        if self.attempt(deed, may=known.status == "waiting_owner" and known.owner == owner and in_time) is not None:
            known.status = "checking" if yes else "refused"

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def send_code(self, data: Any) -> None:
        known, until = self.one(data), self.now + timedelta(minutes=5)
        if known.status != "waiting_owner":
            return
        with self.database.transaction() as session:
            codes.new(session, Purpose.OWNER_CONSENT, known.id, to="x", digits=DIGITS, at=self.now, expires_at=until)
        known.code, known.tries = True, 0

    @precondition(lambda self: self.known)
    @rule(data=st.data(), driver=DRIVERS, right=st.booleans())
    def type_code(self, data: Any, driver: int, right: bool) -> None:
        known = self.one(data)
        mine = known.status == "waiting_owner" and known.filer == driver

        def deed(session: Session) -> bool:
            by, filing = session.get_one(Person, self.drivers[driver]), session.get_one(Filing, known.id)
            approvals.take_code(session, filing, DIGITS if right else "000000", by=by, now=self.now)
            return True

        if self.attempt(deed, may=mine and known.code and known.tries < 5 and right) is not None:
            known.status, known.code = "checking", False
        elif mine and known.code and known.tries < 5:
            known.tries += 1

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def activate(self, data: Any) -> None:
        known = self.one(data)

        def deed(session: Session) -> bool:
            return filings.activate(session, session.get_one(Filing, known.id), by=None, now=self.now)

        done = self.attempt(deed, may=known.status == "checking")
        if done is not None:
            full = self.active(car=known.car) >= LIMIT or self.active(filer=known.filer) >= LIMIT
            assert done is not full
            known.status = "active" if done else "refused"

    @precondition(lambda self: self.known)
    @rule(data=st.data(), driver=DRIVERS)
    def withdraw(self, data: Any, driver: int) -> None:
        known = self.one(data)

        def deed(session: Session) -> bool:
            by = session.get_one(Person, self.drivers[driver])
            filings.withdraw(session, session.get_one(Filing, known.id), by=by, now=self.now)
            return True

        if self.attempt(deed, may=known.status in OPEN and known.filer == driver) is not None:
            known.status = "withdrawn"

    @precondition(lambda self: self.known)
    @rule(data=st.data(), who=st.integers(0, PEOPLE + 1))
    def unbind(self, data: Any, who: int) -> None:
        known = self.one(data)

        def deed(session: Session) -> bool:
            by = session.get_one(Person, (self.drivers + self.owners)[who])
            filings.unbind(session, session.get_one(Filing, known.id), by=by, now=self.now)
            return True

        his = who in (known.filer, PEOPLE + self.owner_of[known.car])
        if self.attempt(deed, may=his and known.status == "active") is not None:
            known.status = "ended"

    @rule(car=CAR)
    def sell(self, car: int) -> None:
        self.owner_of[car] = 1 - self.owner_of[car]
        with self.database.transaction() as session:
            vehicle = session.get_one(Vehicle, self.cars[car])
            vehicle.owner_person_id = self.owners[self.owner_of[car]]
            session.add(vehicle)
            filings.end_all_of(session, vehicle, EndReason.OWNER_CHANGED, now=self.now)
        for known in self.known:
            if known.car == car:
                known.status = {"active": "ended", **dict.fromkeys(OPEN, "refused")}.get(known.status, known.status)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), owner=st.integers(0, 1))
    def block(self, data: Any, owner: int) -> None:
        known = self.one(data)

        def deed(session: Session) -> Approval:
            approval = approval_store.of_filing(session, known.id)
            assert approval is not None
            return approvals.block(session, approval.id, by=session.get_one(Person, self.owners[owner]), now=self.now)

        if self.attempt(deed, may=known.owner == owner) is not None:
            self.blocked.add((known.car, known.filer))

    @rule(driver=DRIVERS, days=st.integers(1, 30))
    def blacklist(self, driver: int, days: int) -> None:
        self.listed[driver] = self.now + timedelta(days=days)
        with self.database.transaction() as session:
            session.get_one(Person, self.drivers[driver]).blacklisted_until = self.listed[driver]

    @rule(hours=st.sampled_from([0, 1, 24, 24, 24, 72, 500]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours, minutes=6)
        for known in self.known:
            known.code = False
            if known.status == "waiting_owner" and self.now >= known.asked + timedelta(hours=72):
                with self.database.transaction() as session:
                    approvals.lapse(session, known.id, now=self.now)
                known.status = "lapsed"

    @invariant()
    def both_agree_and_limits_hold(self) -> None:
        with self.database.reading() as session:
            rows = {known.id: session.get_one(Filing, known.id) for known in self.known}
        assert {key: row.status.value for key, row in rows.items()} == {each.id: each.status for each in self.known}
        active = [row for row in rows.values() if row.status is FilingStatus.ACTIVE]
        for places in ("vehicle_id vehicle_slot", "filer_id filer_slot"):
            root, slot = places.split()
            taken = [(getattr(row, root), getattr(row, slot)) for row in active]
            assert len(set(taken)) == len(taken)
            assert {number for _, number in taken} <= {1, 2, 3}
        still = [(row.vehicle_id, row.filer_id) for row in rows.values() if row.status.value in (*OPEN, "active")]
        assert len(set(still)) == len(still)
        assert all((row.vehicle_slot is None) is (row.status is not FilingStatus.ACTIVE) for row in rows.values())


def test_services_and_model_agree(tmp_path: Path) -> None:
    stores.use_test_secret()
    Filings.template = tmp_path / "template.sqlite3"
    stores.fill(f"sqlite:///{Filings.template}")
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    bounded = settings(
        max_examples=12, stateful_step_count=40, deadline=None, database=None, suppress_health_check=checks
    )
    Filings.TestCase.settings = bounded
    Filings.TestCase("runTest").runTest()
