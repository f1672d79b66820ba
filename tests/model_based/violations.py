"""Model of violations: who may view and handle which record, and the decisions on them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete
from sqlmodel import Session

from bot import local_time
from bot.services.identity import consents
from bot.services.violations import decisions, violations
from storage.database import add
from storage.identity import sms_codes
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.identity.sms_codes import CodePurpose
from storage.identity.wrong_codes import WrongCode
from storage.register import people
from storage.register.people import LicenceStatus, Person
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.model_based import violation_rows
from tests.model_based.cast import Cast, by_account, by_person, sell_car
from tests.model_based.clock import DAY, MINUTE
from tests.model_based.model import REFUSED, Model, action
from tests.model_based.violation_rows import (
    FILED,
    FINE_LIMIT,
    FULL,
    GHOST,
    GONE,
    KEY_VEHICLE,
    MOTORISTS,
    OWNERS,
    POINTS_LIMIT,
    RESET,
    STAFF,
    WEIGHTS,
    ModelDecision,
    ModelObjection,
    ModelViolation,
)

MAX_ROWS, DIGITS = 9, "271828"


class ViolationsModel(Model):
    """Model of violation records and decisions."""

    def __init__(self) -> None:
        super().__init__()
        self.cast: Cast = self.store.cast
        self.owner_of, self.filed = list(OWNERS), dict(FILED)
        self.sold: list[tuple[int, datetime, int]] = []  # The car, when, and who owned it before.
        self.ended: list[tuple[int, datetime, int]] = []  # Who had filed a car, until when, and which.
        self.records: list[ModelViolation] = []
        self.fined: list[ModelDecision] = []
        self.objected: list[ModelObjection] = []
        self.points, self.reset = [0] * MOTORISTS, [RESET] * MOTORISTS
        self.has_licence, self.has_agreed = [True] * MOTORISTS, [True, True, True, False]
        self.serves = {who: who != GONE for who in STAFF}

    @staticmethod
    def insert_rows(session: Session) -> Cast:
        return violation_rows.insert_rows(session)

    @action("cars", "weights", "yes_no", weight=4)
    def record(self, car: int, weight: tuple[int, int], was_long_ago: bool) -> None:
        def do(session: Session) -> Any:
            if not self.is_permitted():
                return REFUSED
            fields: dict[str, Any] = {"place": "路口", "act_code": "1625", "act": "闯红灯", "provision": "38"}
            row = Violation(
                number=uuid4().hex, vehicle_id=self.cast.cars[car], occurred_at=occurred, **fields, basis="90"
            )
            row.fine, row.points = weight
            row.authority_code, row.recorded_at = "450100", self.now
            return add(session, row).id

        occurred = self.now - (30 * DAY if was_long_ago else MINUTE)
        self.attempt(do, lambda made: self.records.append(ModelViolation(made, car, *weight, occurred)))

    def may_record(self, car: int, weight: tuple[int, int], was_long_ago: bool) -> bool:
        return len(self.records) < MAX_ROWS

    @action("motorists", "records_and_ghost")
    def view(self, who: int, record: ModelViolation) -> None:
        self.attempt(lambda session: violations.find(session, record.id, by=self.person(session, who), now=self.now))

    def may_view(self, who: int, record: ModelViolation) -> bool:
        return self.holds_record(who, record)

    @action("motorists", "selections", "yes_no", weight=10)
    def decide(self, who: int, chosen: tuple[ModelViolation, ...], right: bool) -> None:
        def do(session: Session) -> list[Decision]:
            digits, car = DIGITS if right else "000000", self.cast.cars[chosen[0].car]
            ids = [record.id for record in chosen]
            return decisions.decide(session, self.person(session, who), car, ids, digits, now=self.now)

        self._code(who, chosen)
        self.attempt(do, lambda made: self._decided(who, chosen, made))

    def may_decide(self, who: int, chosen: tuple[ModelViolation, ...], right: bool) -> bool:
        car, since = chosen[0].car, self.filed.get((who, chosen[0].car))
        return (
            right
            and self.has_agreed[who]
            and self.has_licence[who]
            and all(self.holds_record(who, record) for record in chosen)
            and car != KEY_VEHICLE
            and all(record.car == car and record.state == "unhandled" for record in chosen)
            and not any(self.objection_on(record) for record in chosen)
            and all(record.fine <= FINE_LIMIT and record.points <= POINTS_LIMIT for record in chosen)
            and self.points_today(who) + sum(record.points for record in chosen) < FULL
            and (self.owner_of[car] == who or not any(r.points and since and r.occurred < since for r in chosen))
        )

    def _code(self, who: int, chosen: tuple[ModelViolation, ...]) -> None:
        """Issue the SMS code for the decision."""
        with self.database.transaction() as session:
            person, rows = self.person(session, who), [session.get_one(Violation, record.id) for record in chosen]
            subject, to = decisions.subject_of(person, rows), people.phone_index(person.phone)
            until = self.now + 5 * MINUTE
            session.execute(delete(WrongCode))  # The locks after wrong codes are no part of this model.
            sms_codes.new(session, CodePurpose.PAYMENT, subject, to=to, digits=DIGITS, at=self.now, expires_at=until)

    def _decided(self, who: int, chosen: tuple[ModelViolation, ...], made: list[Decision]) -> None:
        today = local_time.date_of(self.now)
        self.points[who] = self.points_today(who) + sum(record.points for record in chosen)
        while self.reset[who] <= today:
            self.reset[who] = self.reset[who].replace(year=self.reset[who].year + 1)
        by_id = {row.violation_id: row for row in made}
        assert len(made) == len(by_id) == len(chosen)
        for record in chosen:  # In the model's order: rows come in the order of random ids, which differs on a rerun.
            row = by_id[record.id]
            record.state = "decided" if record.fine else "paid"
            state = "unpaid" if record.fine else "paid"
            self.fined.append(ModelDecision(row.id, row.batch_id, record, who, self.reset[who], self.now, state))

    @action("cars")
    def sell(self, car: int) -> None:
        def do(session: Session) -> bool:
            return sell_car(session, self.cast.cars[car], self.cast.people[new], at=self.now)

        def then(_: bool) -> None:
            self.sold.append((car, self.now, self.owner_of[car]))
            self.owner_of[car] = new
            self.ended += [(who, self.now, filed) for who, filed in self.filed if filed == car]
            self.filed = {pair: since for pair, since in self.filed.items() if pair[1] != car}

        new = 1 - self.owner_of[car]
        self.attempt(do, then)

    def may_sell(self, car: int) -> bool:
        return True

    @action("filers", "cars")
    def file(self, who: int, car: int) -> None:
        """Create an active filing; how it becomes active is tested by the model of filings."""

        def do(session: Session) -> Any:
            if not self.is_permitted():
                return REFUSED
            return violation_rows.file(session, self.cast.people[who], self.cast.cars[car], who, self.now)

        self.attempt(do, lambda _: self.filed.update({(who, car): self.now}))

    def may_file(self, who: int, car: int) -> bool:
        return not self.holds(who, car)

    @action("motorists", "yes_no")
    def change_person(self, who: int, licence: bool) -> None:
        """Withhold or return a licence, or revoke or give the agreement."""

        def do(session: Session) -> bool:
            person, given = self.person(session, who), (self.has_licence if licence else self.has_agreed)[who]
            if licence:
                person.licence_status = LicenceStatus.WITHHELD if given else LicenceStatus.NORMAL
            elif given:
                consents.revoke(session, person, ConsentText.VIOLATIONS, now=self.now)
            else:
                consents.agree(session, person, ConsentText.VIOLATIONS, now=self.now)
            return True

        given = self.has_licence if licence else self.has_agreed
        self.attempt(do, lambda _: given.__setitem__(who, not given[who]))

    def may_change_person(self, who: int, licence: bool) -> bool:
        return True

    def holds(self, who: int, car: int) -> bool:
        """Return whether the person owns the car or has filed it."""
        return car >= 0 and (self.owner_of[car] == who or (who, car) in self.filed)

    def has_used(self, who: int, record: ModelViolation) -> bool:
        """Return whether the person has owned or filed the car since the violation."""
        filed = any(each == who and car == record.car and at > record.occurred for each, at, car in self.ended)
        return self.holds(who, record.car) or who in self._sold_since(record) or filed

    def holds_record(self, who: int, record: ModelViolation) -> bool:
        """Return whether a record is this person's: who owned the car when it happened, or has filed it from them."""
        before = self._sold_since(record)
        return who == before[0] if before else self.holds(who, record.car)

    def owner_then(self, record: ModelViolation) -> int | None:
        """Return who owned the car when this happened; None for the ghost."""
        return next(iter(self._sold_since(record)), self.owner_of[record.car] if record.car >= 0 else None)

    def _sold_since(self, record: ModelViolation) -> list[int]:
        return [owner for car, at, owner in self.sold if car == record.car and at > record.occurred]

    def points_today(self, who: int) -> int:
        """Return the points of the present cycle."""
        return 0 if local_time.date_of(self.now) >= self.reset[who] else self.points[who]

    def decision_on(self, record: ModelViolation) -> ModelDecision | None:
        return next((fined for fined in self.fined if fined.record is record and fined.state != "revoked"), None)

    def objection_on(self, record: ModelViolation) -> bool:
        return any(objection.record is record and objection.state == "open" for objection in self.objected)

    def motorists(self) -> range:
        return range(MOTORISTS)

    def everybody(self) -> range:
        return range(len(self.cast.people))

    def filers(self) -> tuple[int, ...]:
        return 2, 3

    def cars(self) -> range:
        return range(len(OWNERS))

    def weights(self) -> list[tuple[int, int]]:
        return WEIGHTS

    def records_and_ghost(self) -> list[ModelViolation]:
        return [*self.records, GHOST]

    def selections(self) -> list[tuple[ModelViolation, ...]]:
        return [*((record,) for record in self.records), *zip(self.records, self.records[1:], strict=False)]

    def person(self, session: Session, at: int) -> Person:
        return by_person(session, self.cast.people[at])

    def account(self, session: Session, at: int) -> Account:
        return by_account(session, self.cast.accounts[at])
