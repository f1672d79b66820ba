"""A plain model of objections: who may contest a record, and take that back (RULES 6)."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.services import objections
from tests.model_based.debts import Debts
from tests.model_based.model import deed
from tests.model_based.records import Objected, Record

WORDS = "那天车不在那里，请看证据"


class Contests(Debts):
    """Objections against the records of the model of violations."""

    @deed("motorists", "records_and_ghost", often=2)
    def object(self, who: int, record: Record) -> None:
        def do(session: Session) -> UUID:
            return objections.make(session, record.id, WORDS, [], by=self.person(session, who), now=self.now).id

        self.attempt(do, lambda made: self.objected.append(Objected(made, record, who)))

    def may_object(self, who: int, record: Record) -> bool:
        standing = self.decision_on(record)
        is_his = standing.person == who if standing else self.holds(who, record.car)
        return is_his and record.state != "cancelled" and not self.objection_on(record)

    @deed("motorists", "objections")
    def withdraw(self, who: int, objection: Objected) -> None:
        def do(session: Session) -> Any:
            return objections.withdraw(session, objection.id, by=self.person(session, who), now=self.now)

        def then(_: Any) -> None:
            objection.state = "withdrawn"

        self.attempt(do, then)

    def may_withdraw(self, who: int, objection: Objected) -> bool:
        return objection.state == "open" and objection.person == who

    def objections(self) -> list[Objected]:
        return self.objected
