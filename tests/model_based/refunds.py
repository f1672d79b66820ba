"""Model of refunds and of the daily reconciliation: who approves refunds, and which differences are found."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from bot import local_time
from bot.adapters.payments.models import BillKind, BillRow, GatewayRefundState
from bot.services.payments import reconciliation, refund_answers, refunds
from bot.services.payments.bill_comparison import ReconciliationResult
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffMember
from tests.model_based.answers import AnswersModel
from tests.model_based.model import REFUSED, action
from tests.model_based.payment_rows import ModelOrder, ModelPayment, ModelRefund
from tests.model_based.violation_rows import CASHIERS, FOUR_EYES, ModelDecision

NOBODYS = "CZ00000000000000000000"  # The number of no order.


class RefundsModel(AnswersModel):
    """Model of refunds and of reconciliations."""

    def __init__(self) -> None:
        super().__init__()
        self.refunds_made: list[ModelRefund] = []
        self.differences: set[tuple[str, str, str]] = set()
        self.compared: set[tuple[str, date]] = set()  # Days whose bills have come, by provider.
        self.astray: dict[str, date] = {}  # The days of payments of no order, which a bill has shown.
        self.billed_astray: dict[str, date] = {}  # The days of the bills on which they stand.

    @action("staff")
    def change_service(self, who: int) -> None:
        """End a member's service, or let them return."""

        def do(session: Session) -> bool:
            session.get_one(StaffMember, self.cast.members[who]).ended_at = self.now if self.serves[who] else None
            return True

        self.attempt(do, lambda _: self.serves.update({who: not self.serves[who]}))

    def may_change_service(self, who: int) -> bool:
        return True

    @action("everybody", "all_refunds", weight=8)
    def approve_refund(self, who: int, back: ModelRefund) -> None:
        def do(session: Session) -> bool:
            return refunds.approve(session, back.id, by=self.account(session, who), now=self.now)

        def then(goes: bool) -> None:
            is_alone = back.state == "approved" and back.first is not None and not self.serves[back.first]
            needs_two = is_alone or (back.state == "proposed" and back.amount > FOUR_EYES)
            back.first = who if back.state == "proposed" or is_alone else back.first
            back.state = "approved" if needs_two else "sent"
            assert goes is not needs_two
            self._whole(back.order)

        self.attempt(do, then)

    def may_approve_refund(self, who: int, back: ModelRefund) -> bool:
        waits = back.state in ("proposed", "failed") or (back.state == "approved" and back.first != who)
        fined = [each for each, _ in back.order.costs]
        people = [back.order.payer, *(each.person for each in fined)]
        is_own = who in people or any(self.has_used(who, each.record) for each in fined)
        return who in CASHIERS and self.serves[who] and waits and not is_own

    @action("all_refunds", "refund_answers", weight=8)
    def take_result(self, back: ModelRefund, answer: str) -> None:
        """Handle the gateway's response to a refund; it refunds the same number once."""

        def do(session: Session) -> Any:
            row = session.get_one(Refund, back.id)
            was_sent = row.state is RefundState.SENT
            refund_answers.take_result(session, row, state, refused=heard == "refused", lane="1:1004", now=self.now)
            return was_sent or REFUSED

        def then(_: Any) -> None:
            back.state = {"done": "done", "failed": "failed", "refused": "failed"}.get(heard, "sent")
            back.done_on = local_time.date_of(self.now) if back.state == "done" else None
            self._whole(back.order)

        if back.state == "sent" and answer in ("done", "done and silent"):
            back.money.back[back.number] = back.amount
        heard = answer if back.number not in back.money.back or answer in ("silence", "done and silent") else "done"
        state = GatewayRefundState(heard) if heard in set(GatewayRefundState) else None
        self.attempt(do, then) if heard in ("done", "failed", "processing", "refused") else self._silence(back)

    def may_take_result(self, back: ModelRefund, answer: str) -> bool:
        return back.state == "sent"

    def _silence(self, back: ModelRefund) -> None:
        """Handle a lost response: the state stays, and the gateway is queried again."""

        def do(session: Session) -> Any:
            row = session.get_one(Refund, back.id)
            was_sent = row.state is RefundState.SENT
            refund_answers.take_result(session, row, None, lane="1:1004", now=self.now)
            return was_sent or REFUSED

        self.attempt(do)

    def _whole(self, order: ModelOrder) -> None:
        """Update the order: it is refunded when all of its payments are."""
        came = sum(money.amount for money in order.came if money.number in self.booked)
        mine = [back for back in self.refunds_made if back.order is order]
        if came == sum(back.amount for back in mine if back.state == "done"):
            order.state = "refunded"
        elif came == sum(back.amount for back in mine if back.state in ("sent", "done")):
            order.state = "refunding"

    @action("providers", "bill_days", "bill_variants", weight=3)
    def reconcile(self, provider: str, day: date, variant: str) -> None:
        """Compare the gateway's bill of a day, which may have unknown rows or lack some."""

        def do(session: Session) -> ReconciliationResult:
            return reconciliation.reconcile(session, PaymentProvider(provider), day, rows, now=self.now)

        rows = self._bill(provider, day, variant)
        self.attempt(do, lambda found: self._reconciled(provider, day, rows, found))

    def may_reconcile(self, provider: str, day: date, variant: str) -> bool:
        return True

    def _bill(self, provider: str, day: date, variant: str) -> list[BillRow]:
        paid = [
            BillRow(BillKind.PAYMENT, order.number, money.number, "", money.amount, money.at)
            for order, money in self.received_payments()
            if order.provider == provider and local_time.date_of(money.at) == day
        ]
        gone = [
            BillRow(BillKind.REFUND, back.order.number, back.money.number, back.number, back.amount, self.now)
            for back in self.refunds_made
            if back.order.provider == provider and back.number in back.money.back
        ]
        if variant == "unknown":
            gone.append(BillRow(BillKind.PAYMENT, NOBODYS, f"X-{provider}", "", 100, self.now))
            gone.append(BillRow(BillKind.PAYMENT, "SHOP-999999", f"Y-{provider}", "", 100, self.now))
            gone.append(BillRow(BillKind.REFUND, "CZ999999", "X", f"CZR9-{provider}", 100, self.now))
        return [*(paid[1:] if variant == "short" else paid), *gone]

    def _reconciled(self, provider: str, day: date, rows: list[BillRow], found: ReconciliationResult) -> None:
        known, healed, foreign = len(self.differences), 0, 0
        by_money = {money.number: (order, money) for order, money in self.received_payments()}
        by_number = {back.number: back for back in self.refunds_made if back.number}
        for row in rows:
            if row.order_number.startswith("SHOP"):
                foreign += 1
            elif row.kind is BillKind.PAYMENT and row.order_number == NOBODYS:
                healed += row.transaction_id not in self.astray
                self.astray.setdefault(row.transaction_id, local_time.date_of(row.at))
                self.billed_astray[row.transaction_id] = day
            elif row.kind is BillKind.PAYMENT and row.transaction_id not in self.booked:
                self.settled(*by_money[row.transaction_id])
                healed += 1
            elif row.kind is BillKind.REFUND and row.refund_number not in by_number:
                self.differences.add((provider, "unknown_refund", row.refund_number))
            elif row.kind is BillKind.REFUND:
                self._billed(by_number[row.refund_number])
        self._missing(provider, day, {row.transaction_id for row in rows if row.kind is BillKind.PAYMENT})
        self.compared.add((provider, day))
        assert (found.healed, found.differences) == (healed, len(self.differences) - known)
        assert found.foreign == foreign

    def _billed(self, back: ModelRefund) -> None:
        back.is_billed = True
        if back.state != "done":
            back.state, back.done_on = "done", local_time.date_of(self.now)
            self._whole(back.order)

    def _missing(self, provider: str, day: date, billed: set[str]) -> None:
        for order, money in self.received_payments():
            paid_then = order.provider == provider and local_time.date_of(money.at) == day
            if paid_then and money.number in self.booked and money.number not in billed:
                self.differences.add((provider, "missing_at_gateway", money.number))
        for number, paid_on in self.astray.items():
            counts_on = self.billed_astray.get(number, paid_on)
            if number == f"X-{provider}" and day == counts_on and number not in billed:
                self.billed_astray.pop(number, None)
                self.differences.add((provider, "missing_at_gateway", number))
        for back in self.refunds_made:
            if back.order.provider != provider or back.is_billed or back.done_on is None or back.done_on >= day:
                continue
            if self._have_bills(provider, back.done_on, day):
                self.differences.add((provider, "refund_missing_at_gateway", back.number))

    def _have_bills(self, provider: str, first: date, until: date) -> bool:
        days = (first + timedelta(days=each) for each in range((until - first).days))
        return all((provider, day) in self.compared for day in days)

    def propose_refund(
        self, order: ModelOrder, money: ModelPayment, amount: int, why: str, about: ModelDecision | None
    ) -> None:
        self.refunds_made.append(ModelRefund(order, money, amount, why, about))

    def learn_refunds(self) -> None:
        """Load the ids of refunds that the desk has proposed by itself."""
        if all(back.number for back in self.refunds_made):
            return
        with self.database.reading() as session:
            rows = session.exec(select(Refund, PaymentTransaction.transaction_id).join(PaymentTransaction)).all()
        found = {(number, None if row.about == row.transaction_ref else row.about): row for row, number in rows}
        for back in self.refunds_made:
            row = found[(back.money.number, back.about.id if back.about else None)]
            back.id, back.number = row.id, row.gateway_number

    def staff(self) -> list[int]:
        return list(self.serves)

    def all_refunds(self) -> list[ModelRefund]:
        """Return every refund, including those of the last action."""
        self.learn_refunds()
        return self.refunds_made

    def bill_days(self) -> list[date]:
        return sorted({local_time.date_of(money.at) for _, money in self.received_payments()})[-3:]

    def bill_variants(self) -> list[str]:
        return ["right", "right", "unknown", "short"]

    def refund_answers(self) -> list[str]:
        return ["done", "done and silent", "processing", "failed", "refused", "silence"]
