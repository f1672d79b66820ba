"""A plain model of refunds and of the daily bill: who lets money go back, and what the comparison finds (RULES 6)."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot import local_time
from bot.adapters.payments.models import BillKind, BillRow, GatewayRefundState
from bot.services import objections
from bot.services.payments import reconciliation, refunds
from bot.services.payments.reconciliation import ReconciliationResult
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffMember
from tests.model_based.contests import Contests
from tests.model_based.model import REFUSED, deed
from tests.model_based.news import News
from tests.model_based.payment_actions import Back, Money, Ordered
from tests.model_based.records import CASHIERS, FOUR_EYES, REVIEWERS, Fined, Objected

WORDS = "已经看过全部证据"


class Refunds(News, Contests):
    """Money that goes back, and those who answer objections, from which some of it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.backs: list[Back] = []
        self.differences: set[tuple[str, str, str]] = set()

    @deed("staff")
    def serve(self, who: int) -> None:
        """He is taken off his office, or comes back."""

        def do(session: Session) -> bool:
            session.get_one(StaffMember, self.cast.members[who]).ended_at = self.now if self.serves[who] else None
            return True

        self.attempt(do, lambda _: self.serves.update({who: not self.serves[who]}))

    def may_serve(self, who: int) -> bool:
        return True

    @deed("everybody", "objections", "yes_no", often=4)
    def judge(self, who: int, objection: Objected, uphold: bool) -> None:
        def do(session: Session) -> Any:
            by = self.account(session, who)
            return objections.answer(session, objection.id, uphold=uphold, said=WORDS, by=by, now=self.now)

        def then(_: Any) -> None:
            objection.state = "upheld" if uphold else "rejected"
            if uphold:
                self._take_back(objection)

        self.attempt(do, then)

    def may_judge(self, who: int, objection: Objected, uphold: bool) -> bool:
        fined = self.decision_on(objection.record)
        is_paid_just_now = uphold and fined is not None and self.order_of(fined) is not None
        is_reviewer = who in REVIEWERS and self.serves[who]
        return is_reviewer and objection.state == "open" and objection.person != who and not is_paid_just_now

    def _take_back(self, objection: Objected) -> None:
        """The record is cancelled; points come off the cycle they were put on; what was paid goes back."""
        fined = self.decision_on(objection.record)
        objection.record.state = "cancelled"
        if fined is None:
            return
        order = next((each for each in self.orders if each.settled_by and fined in dict(each.costs)), None)
        if fined.state == "paid" and order is not None and order.settled_by is not None:
            self.goes_back(order, order.settled_by, fined.record.fine + fined.late_fee, "revoked", fined)
        if fined.cycle == self.reset[fined.person]:
            self.points[fined.person] = max(0, self.points[fined.person] - fined.record.points)
        fined.state = "revoked"

    @deed("everybody", "going_back", often=8)
    def let_go(self, who: int, back: Back) -> None:
        def do(session: Session) -> bool:
            return refunds.approve(session, back.id, by=self.account(session, who), now=self.now)

        def then(goes: bool) -> None:
            needs_two = back.state == "proposed" and back.amount > FOUR_EYES
            back.first = who if back.state == "proposed" else back.first
            back.state = "approved" if needs_two else "sent"
            assert goes is not needs_two
            self._whole(back.order)

        self.attempt(do, then)

    def may_let_go(self, who: int, back: Back) -> bool:
        waits = back.state in ("proposed", "failed") or (back.state == "approved" and back.first != who)
        return who in CASHIERS and self.serves[who] and back.order.payer != who and waits

    @deed("going_back", "refund_answers", often=8)
    def send_back(self, back: Back, answer: str) -> None:
        """What the gateway says of a refund; the same number is never paid back twice."""

        def do(session: Session) -> Any:
            row = session.get_one(Refund, back.id)
            was_sent = row.state is RefundState.SENT
            refunds.take_result(session, row, state, refused=heard == "refused", lane="1:1004", now=self.now)
            return was_sent or REFUSED

        def then(_: Any) -> None:
            back.state = {"done": "done", "failed": "failed", "refused": "failed"}.get(heard, "sent")
            back.done_on = self.today() if back.state == "done" else None
            self._whole(back.order)

        if back.state == "sent" and answer in ("done", "done and silent"):
            back.money.back[back.number] = back.amount
        heard = answer if back.number not in back.money.back or answer in ("silence", "done and silent") else "done"
        state = GatewayRefundState(heard) if heard in set(GatewayRefundState) else None
        self.attempt(do, then) if heard in ("done", "failed", "processing", "refused") else self._silence(back)

    def may_send_back(self, back: Back, answer: str) -> bool:
        return back.state == "sent"

    def _silence(self, back: Back) -> None:
        """Nobody knows what came of it: it stays as it is, and is asked about again."""

        def do(session: Session) -> Any:
            row = session.get_one(Refund, back.id)
            was_sent = row.state is RefundState.SENT
            refunds.take_result(session, row, None, lane="1:1004", now=self.now)
            return was_sent or REFUSED

        self.attempt(do)

    def _whole(self, order: Ordered) -> None:
        """An order is refunded when none of its money is left with us."""
        came = sum(order.amount for each in self.booked.values() if each is order)
        mine = [back for back in self.backs if back.order is order]
        if came == sum(back.amount for back in mine if back.state == "done"):
            order.state = "refunded"
        elif came == sum(back.amount for back in mine if back.state in ("sent", "done")):
            order.state = "refunding"

    @deed("providers", "bill_days", "bill_twists", often=3)
    def reconcile(self, provider: str, day: date, twist: str) -> None:
        """The gateway's bill of a day is compared; it may name what nobody knows, or leave something out."""

        def do(session: Session) -> ReconciliationResult:
            return reconciliation.reconcile(session, PaymentProvider(provider), day, rows, now=self.now)

        rows = self._bill(provider, day, twist)
        self.attempt(do, lambda found: self._reconciled(provider, day, rows, found))

    def may_reconcile(self, provider: str, day: date, twist: str) -> bool:
        return True

    def _bill(self, provider: str, day: date, twist: str) -> list[BillRow]:
        paid = [
            BillRow(BillKind.PAYMENT, order.number, money.number, "", order.amount, money.at)
            for order, money in self.came()
            if order.provider == provider and local_time.date_of(money.at) == day
        ]
        gone = [
            BillRow(BillKind.REFUND, back.order.number, back.money.number, back.number, back.amount, self.now)
            for back in self.backs
            if back.order.provider == provider and back.number in back.money.back
        ]
        if twist == "unknown":
            gone.append(BillRow(BillKind.PAYMENT, "CZ999999", f"X-{provider}", "", 100, self.now))
            gone.append(BillRow(BillKind.REFUND, "CZ999999", "X", f"CZR9-{provider}", 100, self.now))
        return [*(paid[1:] if twist == "short" else paid), *gone]

    def _reconciled(self, provider: str, day: date, rows: list[BillRow], found: ReconciliationResult) -> None:
        known, healed = len(self.differences), 0
        by_money = {money.number: (order, money) for order, money in self.came()}
        by_number = {back.number: back for back in self.backs if back.number}
        for row in rows:
            if row.kind is BillKind.PAYMENT and row.transaction_id not in by_money:
                self.differences.add((provider, "unknown_order", row.transaction_id))
            elif row.kind is BillKind.PAYMENT and row.transaction_id not in self.booked:
                self.settled(*by_money[row.transaction_id])
                healed += 1
            elif row.kind is BillKind.REFUND and row.refund_number not in by_number:
                self.differences.add((provider, "unknown_refund", row.refund_number))
            elif row.kind is BillKind.REFUND:
                self._billed(by_number[row.refund_number])
        self._missing(provider, day, {row.transaction_id for row in rows if row.kind is BillKind.PAYMENT})
        assert (found.healed, found.differences) == (healed, len(self.differences) - known)

    def _billed(self, back: Back) -> None:
        back.is_billed = True
        if back.state == "sent":
            back.state, back.done_on = "done", self.today()
            self._whole(back.order)

    def _missing(self, provider: str, day: date, billed: set[str]) -> None:
        for order, money in self.came():
            paid_then = order.provider == provider and local_time.date_of(money.at) == day
            if paid_then and money.number in self.booked and money.number not in billed:
                self.differences.add((provider, "missing_at_gateway", money.number))
        for back in self.backs:
            is_due = back.order.provider == provider and back.done_on is not None and back.done_on < day
            if is_due and not back.is_billed:
                self.differences.add((provider, "refund_missing_at_gateway", back.number))

    def goes_back(self, order: Ordered, money: Money, amount: int, why: str, about: Fined | None) -> None:
        self.backs.append(Back(order, money, amount, why, about))

    def learn_refunds(self) -> None:
        """Learn the ids of refunds that the desk has proposed by itself."""
        if all(back.number for back in self.backs):
            return
        with self.database.reading() as session:
            rows = session.exec(select(Refund, PaymentTransaction.transaction_id).join(PaymentTransaction)).all()
        found = {(number, None if row.about == row.transaction_ref else row.about): row for row, number in rows}
        for back in self.backs:
            row = found[(back.money.number, back.about.id if back.about else None)]
            back.id, back.number = row.id, row.gateway_number

    def today(self) -> date:
        return local_time.date_of(self.now)

    def staff(self) -> list[int]:
        return list(self.serves)

    def going_back(self) -> list[Back]:
        """Return every refund, those included that the last deed has made, of however many in a row."""
        self.learn_refunds()
        return self.backs

    def refund_answers(self) -> list[str]:
        return ["done", "done and silent", "processing", "failed", "refused", "silence"]

    def bill_days(self) -> list[date]:
        return sorted({local_time.date_of(money.at) for _, money in self.came()})[-3:]

    def bill_twists(self) -> list[str]:
        return ["right", "right", "unknown", "short"]
