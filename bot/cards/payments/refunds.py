"""Cards about refunds: what waits for a cashier, one refund, and the notification to cashiers."""

from collections.abc import Sequence, Sized
from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Button, Card, CardButton, LinkButton, PairButton, Whose, column
from bot.cards import pages
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.cards.payments.ledger_export import EXPORT
from bot.cards.payments.reconciliation import RECONCILE, difference_button
from bot.services.payments import refund_amounts, refunds, refunds_elsewhere, work
from bot.texts import Texts
from storage.payments.bill_differences import BillDifference
from storage.payments.refunds import MOST_LISTED, Refund, RefundState, RefundWay
from storage.staff.members import StaffRole

PAGE = Button("cashier-page", int, whose=Whose.STAFF_LIST)
REFUND = Button("refund", UUID, whose=Whose.STAFF)
APPROVE = Button("refund-ok", UUID, whose=Whose.STAFF)
ELSEWHERE = PairButton("refund-by", first_type=UUID, second_type=RefundWay, example="cash", whose=Whose.STAFF)
CONFIRM = Button("refund-was", UUID, whose=Whose.STAFF)
COMMANDS = (Command("refund", 60, StaffRole.CASHIER),)


def cashier_page(texts: Texts, waiting: list[Refund], differences: list[BillDifference], number: int = 1) -> Card:
    """A page of what waits for a cashier: refunds, then differences, oldest first."""
    buttons = [*(_button(texts, each) for each in waiting), *(difference_button(texts, each) for each in differences)]
    page = pages.page_of(buttons, number)
    last = (
        RECONCILE.on(texts.plain("cashier-reconcile"), ""),
        EXPORT.on(texts.plain("cashier-export"), ""),
        go("closing", texts),
        go("menu", texts),
    )
    text = texts("cashier", refunds=_count(waiting), differences=_count(differences))
    rows = (*column(*page.items), *pages.turning(page, PAGE.on, texts), *column(*last))
    return Card(pages.below(text, page, texts), rows)


def _count(found: Sized) -> str:
    """Return how many there are; of more than are read at once, that there are more."""
    return f"{MOST_LISTED}+" if len(found) >= MOST_LISTED else str(len(found))


def refund(session: Session, texts: Texts, row: Refund, *, may_approve: bool) -> Card:
    """One refund: reason, amount, payment and state. may_approve: whether the reader can take the next step."""
    transaction = refunds.transaction_of(session, row)
    text = texts(
        "cashier-refund-page",
        number=row.gateway_number,
        amount=money.yuan(row.amount),
        why=texts.plain(reason_key(row)),
        order=transaction.order_number,
        provider=texts.plain(f"provider-{transaction.provider.value}"),
        transaction=transaction.transaction_id,
        total=money.yuan(transaction.amount),
        at=row.proposed_at,
        due=work.REFUND.due_at(session, row),
        state=_state(texts, row),
    )
    buttons: list[CardButton | LinkButton] = []
    if row.state is RefundState.PROPOSED and not may_approve:
        text += "\n" + texts("refused-annulled-by-you")
    lacks_first = refunds.lacks_first(session, row)
    if row.state is RefundState.APPROVED and (lacks_first or not may_approve):
        text += "\n" + texts("cashier-first-has-left" if lacks_first else "cashier-waits-for-second")
    text += "".join("\n" + line for line in _what_bills_say(session, texts, row, lacks_first=lacks_first))
    if row.elsewhere is not None:
        text += "\n" + texts(f"cashier-elsewhere-{row.elsewhere.value}", reference=row.reference or "—")
    if may_approve:
        ways = [each for each in RefundWay if refunds_elsewhere.owed(session, row, each)]
        buttons += _steps(texts, row, ways, lacks_first=lacks_first)
    return Card(text, column(*buttons, go("refund", texts)))


def _what_bills_say(session: Session, texts: Texts, row: Refund, *, lacks_first: bool) -> list[str]:
    """Say of an open refund what the bills have of it, before it is sent."""
    if row.state not in refunds.OPEN_STATES or row.elsewhere is not None:
        return []
    said = [texts("cashier-not-on-bill", reference=row.reference)] if row.is_taken_back else []
    gone, rest = refund_amounts.gone_elsewhere(session, row), refund_amounts.left(session, row)
    if not gone:
        return said
    step = texts.plain(f"cashier-approve-{_next(row, lacks_first=lacks_first).value}")
    if not rest:
        return [*said, texts("cashier-all-gone-elsewhere", gone=money.yuan(gone), step=step)]
    console = texts.plain(f"cashier-was-{RefundWay.CONSOLE.value}")
    known = {"gone": money.yuan(gone), "rest": money.yuan(rest)}
    return [*said, texts("cashier-gone-elsewhere", **known, step=step, console=console)]


def ask_reference(session: Session, texts: Texts, row: Refund, way: RefundWay) -> Card:
    """Ask under which number it was paid back elsewhere."""
    amount = money.yuan(refunds_elsewhere.owed(session, row, way))
    return Card(texts(f"cashier-ask-{way.value}", number=row.gateway_number, amount=amount))


def _steps(texts: Texts, row: Refund, ways: Sequence[RefundWay], *, lacks_first: bool) -> list[CardButton]:
    """Return the next steps of an open refund: through the gateway, or that it was paid back in one of these ways."""
    is_said = row.elsewhere is not None and not lacks_first
    step = _next(row, lacks_first=lacks_first).value
    approve = APPROVE.on(texts.plain("cashier-approve-instead" if is_said else f"cashier-approve-{step}"), row.id)
    if is_said:
        return [CONFIRM.on(texts.plain("cashier-confirm-elsewhere"), row.id), approve]
    return [
        approve,
        *(ELSEWHERE.on_pair(texts.plain(f"cashier-was-{way.value}"), row.id, way) for way in ways),
    ]


def _next(row: Refund, *, lacks_first: bool) -> RefundState:
    """Return the state whose next step is to be taken: of two approvals the first does not count any more."""
    return RefundState.PROPOSED if lacks_first else row.state


def reason_key(row: Refund) -> str:
    """Return the key of the text that says why money goes back."""
    return f"refund-reason-{row.reason.value.replace('_', '-')}"


def refund_seconded(texts: Texts, row: Refund) -> Card:
    """The first of two cashiers has approved."""
    return Card(texts("cashier-needs-second", number=row.gateway_number), ((go("refund", texts),),))


def refund_sent(texts: Texts, row: Refund) -> Card:
    """The refund is on its way to the gateway."""
    return Card(texts("cashier-sent", number=row.gateway_number), ((go("refund", texts),),))


def refund_said(texts: Texts, row: Refund) -> Card:
    """The first of two cashiers has said that it was paid back elsewhere."""
    return Card(texts("cashier-elsewhere-needs-second", number=row.gateway_number), ((go("refund", texts),),))


def refund_done(texts: Texts, row: Refund) -> Card:
    """The money has gone back without the gateway: the refund is closed as done."""
    return Card(texts("cashier-refund-elsewhere", number=row.gateway_number), ((go("refund", texts),),))


@notification_about("refund.waits", Refund)
def refund_waits(session: Session, row: Refund, reader: Reader) -> Card | None:
    """Notification to cashiers: a refund was proposed, waits for a second approval, or failed at the gateway."""
    texts = reader.texts
    if row.state not in refunds.OPEN_STATES:
        return None
    key = f"cashier-news-{row.state.value}"
    text = texts(key, number=row.gateway_number, amount=money.yuan(row.amount), due=work.REFUND.due_at(session, row))
    return Card(text, column(_button(texts, row), go("refund", texts)))


def _button(texts: Texts, row: Refund) -> CardButton:
    shown = {"number": row.gateway_number, "amount": money.yuan(row.amount), "state": _state(texts, row)}
    return REFUND.on(texts.plain("cashier-refund", **shown), row.id)


def _state(texts: Texts, row: Refund) -> str:
    return texts.plain(f"refund-is-{row.state.value}")
