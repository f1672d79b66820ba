"""Model of the answers to objections: who may give them, two for what is paid, and what an upheld one undoes."""

from typing import Any

from sqlmodel import Session

from bot.services import objection_answers
from tests.model_based.model import action
from tests.model_based.objections import ObjectionsModel
from tests.model_based.settlements import SettlementsModel
from tests.model_based.violation_rows import REVIEWERS, ModelObjection

WORDS = "已经看过全部证据"


class AnswersModel(SettlementsModel, ObjectionsModel):
    """Model of the answers to objections, which cause some refunds."""

    @action("everybody", "objections", "yes_no", weight=4)
    def answer_objection(self, who: int, objection: ModelObjection, uphold: bool) -> None:
        def do(session: Session) -> Any:
            by = self.account(session, who)
            return objection_answers.answer(session, objection.id, uphold=uphold, said=WORDS, by=by, now=self.now)

        fined = self.decision_on(objection.record)
        takes_two = uphold and fined is not None and fined.state == "paid" and fined.record.fine > 0
        is_first = takes_two and (objection.first is None or not self.serves[objection.first])

        def then(_: Any) -> None:
            if is_first:
                objection.first = who
                return
            objection.state = "upheld" if uphold else "rejected"
            if uphold:
                self._revoke(objection)

        self.attempt(do, then)

    def may_answer_objection(self, who: int, objection: ModelObjection, uphold: bool) -> bool:
        fined = self.decision_on(objection.record)
        is_paid_just_now = uphold and fined is not None and self.order_of(fined) is not None
        is_reviewer = who in REVIEWERS and self.serves[who]
        people = [objection.person, *([fined.person] if fined is not None else [])]
        is_own = who in people or self.has_used(who, objection.record)
        is_paid = fined is not None and fined.state == "paid" and fined.record.fine > 0
        if uphold and is_paid and objection.first == who:
            return False
        return is_reviewer and objection.state == "open" and not is_own and not is_paid_just_now

    def _revoke(self, objection: ModelObjection) -> None:
        """Cancel the violation, deduct its points in their cycle, and refund what was paid."""
        fined = self.decision_on(objection.record)
        objection.record.state = "cancelled"
        if fined is None:
            return
        order = next((each for each in self.orders if each.settled_by and fined in dict(each.costs)), None)
        if fined.state == "paid" and order is not None and order.settled_by is not None:
            self.propose_refund(order, order.settled_by, fined.record.fine + fined.late_fee, "revoked", fined)
        if fined.cycle == self.reset[fined.person]:
            self.points[fined.person] = max(0, self.points[fined.person] - fined.record.points)
        fined.state = "revoked"
