"""Half-way starts: before the first desk lives, much has happened already, by the desk's own services.

Cars are filed, applications wait, photos and objections are before the reviewers. Decisions are made, orders stand
open at the gateways or have been paid there: in time, twice, after their end. Their notices are on their way.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from bot.adapters.payments.factory import WEBHOOK_PATHS
from bot.services import objections
from bot.services.filing import approvals, filings, my_vehicles, vehicle_codes
from bot.services.identity import consents
from bot.services.payments import payments
from bot.services.rules.names import RuleName
from bot.services.violations import decisions
from bot.simulator.gateways.ledger import Trade
from storage import database
from storage.database.encryption import current_keyring
from storage.engine.outbox import Channel, Delivery
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity.consents import ConsentText
from storage.payments.payments import OrderCloseReason, PaymentOrder, PaymentProvider
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.rules import Rule
from storage.violations import violations
from storage.violations.violations import ViolationState
from tests.fault_injection.sale_scenarios import Market
from tests.stories import review_steps
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

GENEROUS = {
    RuleName.FILINGS_A_DAY: 100,
    RuleName.FILINGS_A_YEAR: 1_000,
    RuleName.CODE_RESEND_SECONDS: 10,
    RuleName.CODES_A_DAY: 50,
    RuleName.PROBES_PER_USER_A_DAY: 100,
    RuleName.PROBES_PER_VEHICLE_A_DAY: 200,
}
"""A world is over in minutes: with the quotas of a day everybody would soon be sent home."""
LONG_AGO = timedelta(days=30)
TODAY = timedelta(hours=2)
"""So long ago decisions were made, and orders begun whose time is over."""
PAID = ("pay", "pay twice", "late")
"""How orders were paid, by turns; of those that follow one stands open, and one is not begun."""


@dataclass
class Beginning:
    """What is to have happened on a market, and to whom."""

    market: Market
    drivers: Sequence[Citizen]
    owners: Sequence[Citizen]
    cars: Sequence[Vehicle]
    reviewer: Actor

    def happen(self) -> None:
        """Let it all have happened."""
        self.market.write(self._set_rules)
        for at, driver in enumerate(self.drivers):
            self._apply(driver, self.cars[at % len(self.cars)], FilingStatus.ACTIVE)
            self._begin_another(at, driver, self.cars[(at + 1) % len(self.cars)])
        payers = [*zip(self.drivers, itertools.cycle(self.cars)), *zip(self.owners, self.cars, strict=True)]
        for at, (payer, car) in enumerate(payers):
            violation_id = self._decide(payer, car)
            self._order(at, payer)
            if at % 3 == 0:
                self._object(payer, violation_id)
        self._meet(self.drivers[0], self.owners[-1], self.cars[-1])

    def _set_rules(self, session: Session) -> None:
        for name, value in GENEROUS.items():
            since = self.market.now - 2 * LONG_AGO
            database.add(session, Rule(name=name.value, value=str(value), valid_from=since, set_at=since))

    def _apply(self, driver: Citizen, car: Vehicle, status: FilingStatus) -> Filing:
        """An application that got so far: one that is active, long ago; any other just now."""
        now = self.market.now - (LONG_AGO if status is FilingStatus.ACTIVE else timedelta())
        first = FilingStatus.CHECKING if status is FilingStatus.ACTIVE else status

        def deed(session: Session) -> Filing:
            filing = filings.apply(
                session,
                session.get_one(Person, driver.person_id),
                car.id,
                way=FilingWay.SMS,
                relationship=Relationship.FRIEND,
                relationship_text="",
                now=now,
                status=first,
            )
            if status is FilingStatus.ACTIVE:
                assert filings.activate(session, filing, by=None, now=now)
            if status is FilingStatus.WAITING_OWNER:
                approvals.request(session, filing, lane=driver.account.lane, now=now)
            return filing

        found: Filing = self.market.write(deed)
        return found

    def _begin_another(self, at: int, driver: Citizen, car: Vehicle) -> None:
        """By turns: photos that a reviewer is about to pass, a question to the owner, the check of the person."""
        if at % 3:
            self._apply(driver, car, (FilingStatus.WAITING_OWNER, FilingStatus.CHECKING)[at % 3 - 1])
            return
        filing = self._apply(driver, car, FilingStatus.CHECKING)
        review_steps.submit(self.market.as_app, filing, seed=10**6 + at)
        for command in ("take", "pass"):
            self.reviewer.says(f"/{command} {filing.number}")

    def _meet(self, driver: Citizen, owner: Citizen, car: Vehicle) -> None:
        """A driver has just opened the link of the code on an owner's phone."""
        now = self.market.now

        def deed(session: Session) -> str:
            person = session.get_one(Person, owner.person_id)
            return vehicle_codes.create(session, car.id, by=person, lane=owner.account.lane, now=now).token

        driver.says(f"/start q-{self.market.write(deed)}")

    def _decide(self, citizen: Citizen, car: Vehicle) -> UUID:
        """Somebody handled one record of a car: the code on his phone, and the decision. Its record."""
        now = self.market.now - TODAY

        def deed(session: Session) -> UUID:
            person = session.get_one(Person, citizen.person_id)
            held = my_vehicles.find(session, person, car.id)
            unhandled = violations.of_vehicle(session, car.id, ViolationState.UNHANDLED)
            chosen = [each for each in unhandled if each.fine][:1]
            consents.agree(session, person, ConsentText.VIOLATIONS, now=now)
            decisions.send_code(session, person, held, chosen, now=now)
            decisions.decide(session, person, car.id, [each.id for each in chosen], _newest_code(session), now=now)
            return chosen[0].id

        found: UUID = self.market.write(deed)
        return found

    def _object(self, citizen: Citizen, violation_id: UUID) -> None:
        """He says that it was not so, and a reviewer is to answer."""

        def deed(session: Session) -> None:
            person = session.get_one(Person, citizen.person_id)
            objections.make(session, violation_id, "那天这辆车不在那里。", (), by=person, now=self.market.now)

        self.market.write(deed)

    def _order(self, at: int, payer: Citizen) -> None:
        """By turns: paid in each way, with notices on their way; open at the gateway; not begun."""
        how = [*PAID, "open", ""][at % 5]
        if not how:
            return
        order: PaymentOrder = self.market.write(lambda session: self._started(session, at, payer, how))
        trade = self.market.within(lambda: self._register(order))
        self.market.write(lambda session: _take_order(session, order.id, trade.code, is_over=how == "late"))
        if how != "open":
            self.market.scan(trade.code, how, payer)

    def _started(self, session: Session, at: int, payer: Citizen, how: str) -> PaymentOrder:
        person, provider = session.get_one(Person, payer.person_id), list(PaymentProvider)[at % 2]
        now = self.market.now - (TODAY if how == "late" else timedelta())
        return payments.start(session, person.id, provider, by=person, lane=payer.account.lane, now=now)

    def _register(self, order: PaymentOrder) -> Trade:
        """The gateway's part of an order."""
        (ledger,) = (ledger for ledger in self.market.ledgers if ledger.provider == order.provider.value)
        told = f"http://127.0.0.1:{self.market.port}{WEBHOOK_PATHS[order.provider]}"
        return ledger.order(order.number, order.amount, "违法罚款", told, order.expires_at)


def _take_order(session: Session, order_id: UUID, code: str, *, is_over: bool) -> None:
    """The desk's part of an order; is_over: nobody paid it in its time."""
    order = session.get_one(PaymentOrder, order_id)
    assert payments.take_order_result(session, order, code=code, now=order.created_at)
    if is_over:
        assert payments.close(session, order, OrderCloseReason.EXPIRED, now=order.expires_at)


def _newest_code(session: Session) -> str:
    """The digits of the newest text message that is to leave."""
    question = select(Delivery).where(Delivery.channel == Channel.SMS).order_by(col(Delivery.id).desc())
    newest = session.exec(question.limit(1)).one()
    return str(current_keyring().decrypt_json(newest.payload, f"outbox:{newest.reference}")["values"]["code"])
