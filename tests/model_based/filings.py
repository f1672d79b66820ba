"""Model of filings: who may apply, withdraw and unbind, and the limits of active filings."""

from typing import Any
from uuid import UUID

from hypothesis.stateful import invariant
from sqlmodel import Session

from bot.services.filing import activation, endings, filings
from storage.database import add
from storage.filing.approvals import Approval
from storage.filing.filings import FilingWay, Relationship
from tests.model_based.approvals import ApprovalsModel
from tests.model_based.cast import sell_car
from tests.model_based.clock import DAY, midnight, new_year
from tests.model_based.filing_rows import DAILY, LAPSE_AFTER, LIMIT, OPEN, OWNERS, YEARLY, ModelFiling
from tests.model_based.model import action


class FilingsModel(ApprovalsModel):
    """The model of filings and approvals, with the invariant that is checked after every action."""

    @action("everybody", "cars", weight=4)
    def apply(self, driver: int, car: int) -> None:
        def do(session: Session) -> UUID:
            who: dict[str, Any] = {"relationship": Relationship.FRIEND, "relationship_text": "", "way": FilingWay.SMS}
            filing = filings.apply(session, self.person(session, driver), self.cast.cars[car], now=self.now, **who)
            question = Approval(
                filing_id=filing.id, owner_id=self.cast.people[owner], asked_at=self.now, expires_at=until
            )
            return add(session, question).filing_id

        owner, until = self.owner_of[car], self.now + LAPSE_AFTER
        self.attempt(
            do, lambda made: self.known.append(ModelFiling(made, driver, car, owner, "waiting_owner", self.now))
        )

    def may_apply(self, driver: int, car: int) -> bool:
        """Applications at a later time than a clock that went back count as today's."""
        mine = [known for known in self.known if known.filer == driver]
        return not (
            driver == self.owner_of[car]
            or self.listed.get(driver, self.now) > self.now
            or self.active(filer=driver) >= LIMIT
            or self.active(car=car) >= LIMIT
            or sum(known.applied >= midnight(self.now) for known in mine) >= DAILY
            or sum(known.applied >= new_year(self.now) for known in mine) >= YEARLY
            or (car, driver) in self.blocked
            or any(known.car == car and known.status in (*OPEN, "active") for known in mine)
        )

    @action("filings", weight=6)
    def activate(self, known: ModelFiling) -> None:
        def then(done: bool) -> None:
            full = self.active(car=known.car) >= LIMIT or self.active(filer=known.filer) >= LIMIT
            assert done is not full
            self.move(known, "active" if done else "refused")

        self.attempt(
            lambda session: activation.activate(session, self.row(session, known), by=None, now=self.now), then
        )

    def may_activate(self, known: ModelFiling) -> bool:
        return known.status == "checking"

    @action("filings", "everybody", weight=2)
    def withdraw(self, known: ModelFiling, who: int) -> None:
        def do(session: Session) -> bool:
            filings.withdraw(session, self.row(session, known), by=self.person(session, who), now=self.now)
            return True

        self.attempt(do, lambda _: self.move(known, "withdrawn"))

    def may_withdraw(self, known: ModelFiling, who: int) -> bool:
        return known.status in OPEN and known.filer == who

    @action("filings", "everybody", weight=3)
    def unbind(self, known: ModelFiling, who: int) -> None:
        def do(session: Session) -> bool:
            endings.unbind(session, self.row(session, known), by=self.person(session, who), now=self.now)
            return True

        self.attempt(do, lambda _: self.move(known, "ended"))

    def may_unbind(self, known: ModelFiling, who: int) -> bool:
        return known.status == "active" and who in (known.filer, self.owner_of[known.car])

    @action("cars")
    def sell(self, car: int) -> None:
        def do(session: Session) -> bool:
            return sell_car(session, self.cast.cars[car], self.cast.people[new], at=self.now)

        def then(_: bool) -> None:
            self.owner_of[car] = new
            self.blocked = {pair for pair in self.blocked if pair[0] != car}
            for known in [known for known in self.known if known.car == car]:
                self.move(known, {"active": "ended", **dict.fromkeys(OPEN, "refused")}.get(known.status, known.status))

        new = sum(OWNERS) - self.owner_of[car]
        self.attempt(do, then)

    def may_sell(self, car: int) -> bool:
        return True

    @action("drivers")
    def blacklist(self, driver: int) -> None:
        def do(session: Session) -> bool:
            self.person(session, driver).blacklisted_until = until
            return True

        until = self.now + 2 * DAY
        self.attempt(do, lambda _: self.listed.update({driver: until}))

    def may_blacklist(self, driver: int) -> bool:
        return True

    def active(self, *, filer: int | None = None, car: int | None = None) -> int:
        return sum(
            known.status == "active" and filer in (None, known.filer) and car in (None, known.car)
            for known in self.known
        )

    @invariant()
    def both_agree_and_limits_hold(self) -> None:
        question = "SELECT id, status, vehicle_id, vehicle_slot, filer_id, filer_slot FROM filings"
        rows = self.store.rows(question)
        assert {row[0]: row[1] for row in rows} == {known.id.hex: known.status for known in self.known}
        active = [row for row in rows if row[1] == "active"]
        for taken in ([row[2:4] for row in active], [row[4:6] for row in active]):
            assert len(set(taken)) == len(taken)
            assert {number for _, number in taken} <= {1, 2, 3}
        still = [(row[2], row[4]) for row in rows if row[1] in (*OPEN, "active")]
        assert len(set(still)) == len(still)
        assert all((row[3] is None) is (row[1] != "active") for row in rows)
