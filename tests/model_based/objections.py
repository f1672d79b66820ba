"""Model of objections: who may object to a violation, and withdraw the objection."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.services import objections
from tests.model_based.model import action
from tests.model_based.violation_rows import ModelObjection, ModelViolation
from tests.model_based.violations import ViolationsModel

WORDS = "那天车不在那里，请看证据"


class ObjectionsModel(ViolationsModel):
    """Model of objections to violations."""

    @action("motorists", "records_and_ghost", weight=2)
    def make_objection(self, who: int, record: ModelViolation) -> None:
        def do(session: Session) -> UUID:
            return objections.make(session, record.id, WORDS, [], by=self.person(session, who), now=self.now).id

        self.attempt(do, lambda made: self.objected.append(ModelObjection(made, record, who)))

    def may_make_objection(self, who: int, record: ModelViolation) -> bool:
        standing = self.decision_on(record)
        is_own = standing.person == who if standing else self.holds_record(who, record)
        return is_own and record.state != "cancelled" and not self.objection_on(record)

    @action("motorists", "objections")
    def withdraw_objection(self, who: int, objection: ModelObjection) -> None:
        def do(session: Session) -> Any:
            return objections.withdraw(session, objection.id, by=self.person(session, who), now=self.now)

        def then(_: Any) -> None:
            objection.state = "withdrawn"

        self.attempt(do, then)

    def may_withdraw_objection(self, who: int, objection: ModelObjection) -> bool:
        return objection.state == "open" and objection.person == who

    def objections(self) -> list[ModelObjection]:
        return self.objected
