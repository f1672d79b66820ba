"""States in the middle of processes, created by the desk's own services before the first desk starts.

Cars are filed, applications wait, photos and objections wait for reviewers. Decisions are made, payment orders are
open at the gateways or have been paid there: in time, twice, or late. Their webhook events are about to be sent.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from bot.adapters.payments.factory import WEBHOOK_PATHS
from bot.services import objections
from bot.services.filing import activation, approvals, filings, my_vehicles, vehicle_codes
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
from storage.staff.rules import DatedRule
from storage.violations import violations
from storage.violations.violations import ViolationState
from tests.fault_injection.full_environment import FullEnvironment
from tests.stories import review_steps
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

# High limits, as a world lasts minutes and the usual daily limits would soon refuse everybody.
GENEROUS = {
    RuleName.FILINGS_A_DAY: 100,
    RuleName.FILINGS_A_YEAR: 1_000,
    RuleName.CODE_RESEND_SECONDS: 10,
    RuleName.CODES_A_DAY: 50,
    RuleName.OTHERS_CODES_A_DAY: 50,
    RuleName.REQUESTER_CODES_A_DAY: 50,
    RuleName.PROBES_PER_USER_A_DAY: 100,
    RuleName.PROBES_PER_VEHICLE_A_DAY: 200,
}
LONG_AGO = timedelta(days=30)
# The age of decisions, and of orders that have expired.
TODAY = timedelta(hours=2)
# How orders are paid, in turn; of the next two, one is open, and one is not created.
PAID = ("pay", "pay twice", "late")


@dataclass
class MidFlowStates:
    """Creates the states of a crowd in the middle of processes."""

    environment: FullEnvironment
    drivers: Sequence[Citizen]
    owners: Sequence[Citizen]
    cars: Sequence[Vehicle]
    reviewer: Actor

    def create(self) -> None:
        """Create all states."""
        self.environment.write(self._set_rules)
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
            since = self.environment.now - 2 * LONG_AGO
            database.add(session, DatedRule(name=name.value, value=str(value), valid_from=since, set_at=since))

    def _apply(self, driver: Citizen, car: Vehicle, status: FilingStatus) -> Filing:
        """Create an application of this status: an active one is old, any other new."""
        now = self.environment.now - (LONG_AGO if status is FilingStatus.ACTIVE else timedelta())
        first = FilingStatus.CHECKING if status is FilingStatus.ACTIVE else status

        def action(session: Session) -> Filing:
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
                assert activation.activate(session, filing, by=None, now=now)
            if status is FilingStatus.WAITING_OWNER:
                approvals.request(session, filing, lane=driver.account.lane, now=now)
            return filing

        found: Filing = self.environment.write(action)
        return found

    def _begin_another(self, at: int, driver: Citizen, car: Vehicle) -> None:
        """Create, in turn, photos that a reviewer passes, a question to the owner, or a check of the person."""
        if at % 3:
            self._apply(driver, car, (FilingStatus.WAITING_OWNER, FilingStatus.CHECKING)[at % 3 - 1])
            return
        filing = self._apply(driver, car, FilingStatus.CHECKING)
        review_steps.submit(self.environment.as_app, filing, seed=10**6 + at)
        for command in ("take", "pass"):
            self.reviewer.says(f"/{command} {filing.number}")

    def _meet(self, driver: Citizen, owner: Citizen, car: Vehicle) -> None:
        """Let a driver open the link of the code on an owner's phone."""
        now = self.environment.now

        def action(session: Session) -> str:
            person = session.get_one(Person, owner.person_id)
            return vehicle_codes.create(session, car.id, by=person, lane=owner.account.lane, now=now).token

        driver.says(f"/start q-{self.environment.write(action)}")

    def _decide(self, citizen: Citizen, car: Vehicle) -> UUID:
        """Let a person handle one violation of a car, with the code on their phone. Returns the violation's id."""
        now = self.environment.now - TODAY

        def action(session: Session) -> UUID:
            person = session.get_one(Person, citizen.person_id)
            held = my_vehicles.find(session, person, car.id, now=now)
            unhandled = violations.of_vehicle(session, car.id, ViolationState.UNHANDLED)
            chosen = [each for each in unhandled if each.fine][:1]
            consents.agree(session, person, ConsentText.VIOLATIONS, now=now)
            decisions.send_code(session, person, held, chosen, now=now)
            decisions.decide(session, person, car.id, [each.id for each in chosen], _newest_code(session), now=now)
            return chosen[0].id

        found: UUID = self.environment.write(action)
        return found

    def _object(self, citizen: Citizen, violation_id: UUID) -> None:
        """Create an objection that waits for a reviewer."""

        def action(session: Session) -> None:
            person = session.get_one(Person, citizen.person_id)
            objections.make(session, violation_id, "那天这辆车不在那里。", (), by=person, now=self.environment.now)

        self.environment.write(action)

    def _order(self, at: int, payer: Citizen) -> None:
        """Create, in turn, an order paid in each way, one that is open at the gateway, or none."""
        how = [*PAID, "open", ""][at % 5]
        if not how:
            return
        order: PaymentOrder = self.environment.write(lambda session: self._started(session, at, payer, how))
        trade = self.environment.within(lambda: self._register(order))
        self.environment.write(lambda session: _take_order(session, order.id, trade.code, is_over=how == "late"))
        if how != "open":
            self.environment.scan(trade.code, how, payer)

    def _started(self, session: Session, at: int, payer: Citizen, how: str) -> PaymentOrder:
        person, provider = session.get_one(Person, payer.person_id), list(PaymentProvider)[at % 2]
        now = self.environment.now - (TODAY if how == "late" else timedelta())
        return payments.start(session, person.id, provider, by=person, lane=payer.account.lane, now=now)

    def _register(self, order: PaymentOrder) -> Trade:
        """Create the order at its gateway."""
        (ledger,) = (ledger for ledger in self.environment.ledgers if ledger.provider == order.provider.value)
        url = f"http://127.0.0.1:{self.environment.port}{WEBHOOK_PATHS[order.provider]}"
        return ledger.order(order.number, order.amount, "违法罚款", url, order.expires_at)


def _take_order(session: Session, order_id: UUID, code: str, *, is_over: bool) -> None:
    """Record the gateway's answer to an order; is_over: it has expired unpaid."""
    order = session.get_one(PaymentOrder, order_id)
    assert payments.take_order_result(session, order, code=code, now=order.created_at)
    if is_over:
        assert payments.close(session, order, OrderCloseReason.EXPIRED, now=order.expires_at)


def _newest_code(session: Session) -> str:
    """Return the digits of the newest text message in the outbox."""
    question = select(Delivery).where(Delivery.channel == Channel.SMS).order_by(col(Delivery.id).desc())
    newest = session.exec(question.limit(1)).one()
    return str(current_keyring().decrypt_json(newest.payload, f"outbox:{newest.reference}")["values"]["code"])
