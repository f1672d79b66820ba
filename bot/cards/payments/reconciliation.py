"""Cards about reconciliation: one difference with both sides' amounts, and the result of a comparison."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from bot import money
from bot.card import Button, Card, CardButton, LinkButton, PairButton, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.services.payments.bill_comparison import ReconciliationResult
from bot.services.payments.periods import Period
from bot.texts import Texts
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole
from storage.violations.decisions import Decision

DIFFERENCE = Button("difference", UUID, whose=Whose.STAFF)
SETTLED = Button("diff-settled", UUID, whose=Whose.STAFF)
DUE_AGAIN = PairButton("diff-due", first_type=UUID, second_type=str, example="00000000", whose=Whose.STAFF)
ENDING = 8  # So many last digits tell the decisions of an order apart.
RECONCILE = Button("reconcile", str, whose=Whose.STAFF_LIST)
# What is booked as the bill has it once it is resolved.
BOOKED = (
    DifferenceKind.MISSING_AT_GATEWAY,
    DifferenceKind.WRONG_AMOUNT,
    DifferenceKind.UNKNOWN_REFUND,
    DifferenceKind.REFUND_AMOUNT,
)
COMMANDS = (Command("reconcile", 63, StaffRole.CASHIER),)

no_bill = sentence("cashier-no-bill", "refund")


def difference(texts: Texts, row: BillDifference, undone: Sequence[Decision], withdrawn: Sequence[Refund] = ()) -> Card:
    """One difference with the amounts of both sides.

    undone: the paid decisions whose money may be gone; withdrawn: the refunds that its resolution would withdraw.
    """
    text = texts(
        "cashier-difference-page",
        number=str(row.number),
        kind=_kind(texts, row),
        day=row.day,
        provider=texts.plain(f"provider-{row.provider.value}"),
        order=row.order_number or "—",
        reference=row.refund_number or "—",
        ours=money.yuan(row.ours),
        theirs=money.yuan(row.theirs),
    )
    if row.refund_state is not None:
        state = texts.plain(f"refund-is-{row.refund_state.value}")
        text += "\n" + texts("cashier-difference-refund-state", state=state)
    if undone:
        text += "\n" + texts("cashier-undone", numbers=", ".join(each.number for each in undone))
    if withdrawn and row.settled_at is None:
        text += "\n" + texts("cashier-withdraws", numbers=", ".join(each.gateway_number for each in withdrawn))
    buttons: list[CardButton | LinkButton] = [_due_again(texts, row, each) for each in undone]
    if row.settled_at is None:
        key = "cashier-settle-booked" if row.kind in BOOKED else "cashier-settle"
        key = "cashier-settle-stays-paid" if undone else key
        buttons.append(SETTLED.on(texts.plain(key), row.id))
    return Card(text, column(*buttons, go("refund", texts)))


def due_again(texts: Texts, row: BillDifference, decision: Decision) -> Card:
    """The decision is due again, and its receipt void."""
    text = texts("cashier-due-again-done", number=decision.number)
    rest = [difference_button(texts, row)] if row.settled_at is None else []
    return Card(text, column(*rest, go("refund", texts)))


def _due_again(texts: Texts, row: BillDifference, decision: Decision) -> CardButton:
    label = texts.plain("cashier-due-again", number=decision.number)
    return DUE_AGAIN.on_pair(label, row.id, decision.number[-ENDING:])


def difference_button(texts: Texts, row: BillDifference) -> CardButton:
    """The button that opens a difference."""
    return DIFFERENCE.on(texts.plain("cashier-difference", number=str(row.number), kind=_kind(texts, row)), row.id)


def difference_resolved(texts: Texts, row: BillDifference) -> Card:
    """The difference is settled."""
    key = "cashier-settled-booked" if row.kind in BOOKED else "cashier-settled"
    return Card(texts(key, number=str(row.number)), ((go("refund", texts),),))


def reconciling(texts: Texts, period: Period) -> Card:
    """The bills are being fetched."""
    if period.since == period.until:
        return Card(texts("cashier-reconciling", day=period.until))
    return Card(texts("cashier-reconciling-days", since=period.since, until=period.until))


def reconciled(texts: Texts, provider: PaymentProvider, day: date, found: ReconciliationResult) -> Card:
    """What a comparison found."""
    name = texts.plain(f"provider-{provider.value}")
    return Card(texts("cashier-reconciled", provider=name, day=day, **found.to_dict()), ((go("refund", texts),),))


def bill_refused(texts: Texts, provider: PaymentProvider, day: date) -> Card:
    """The gateway refused to give the bill."""
    name = texts.plain(f"provider-{provider.value}")
    return Card(texts("cashier-bill-refused", provider=name, day=day), ((go("refund", texts),),))


def _kind(texts: Texts, row: BillDifference) -> str:
    return texts.plain(f"difference-{row.kind.value.replace('_', '-')}")
