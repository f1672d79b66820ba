"""The looks of the cashier's desk: refunds, differences, figures, the table for the books."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Attachment, Button, Card, Link, Press, column
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from bot.services.payments import refunds
from bot.services.payments.ledger_export import ProviderTotals
from bot.texts import Texts
from storage.payments import refunds as refund_store
from storage.payments.bill_differences import BillDifference
from storage.payments.refunds import Refund, RefundState

REFUND = Button("refund", UUID)
APPROVE = Button("refund-ok", UUID)
DIFFERENCE = Button("difference", UUID)
SETTLED = Button("diff-settled", UUID)
RECONCILE = Button("reconcile", str)
EXPORT = Button("pay-export", str)


def desk(texts: Texts, waiting: list[Refund], open_ones: list[BillDifference]) -> Card:
    """Everything that waits for a cashier."""
    lines = [texts("cashier", refunds=len(waiting), differences=len(open_ones))]
    presses: list[Press | Link] = [
        REFUND.on(
            texts.plain(
                "cashier-refund", number=each.gateway_number, amount=money.yuan(each.amount), state=_state(texts, each)
            ),
            each.id,
        )
        for each in waiting
    ]
    presses += [
        DIFFERENCE.on(texts.plain("cashier-difference", number=str(each.number), kind=_kind(texts, each)), each.id)
        for each in open_ones
    ]
    presses += [
        RECONCILE.on(texts.plain("cashier-reconcile"), ""),
        EXPORT.on(texts.plain("cashier-export"), ""),
        go("menu", texts),
    ]
    return Card("\n".join(lines), column(*presses))


def refund(session: Session, texts: Texts, row: Refund) -> Card:
    """One refund: why, how much, who let it go, and what the gateway says."""
    order, transaction = refunds.order_of(session, row), refunds.transaction_of(session, row)
    text = texts(
        "cashier-refund-page",
        number=row.gateway_number,
        amount=money.yuan(row.amount),
        why=texts.plain(f"refund-reason-{row.reason.value}"),
        order=order.number,
        provider=texts.plain(f"provider-{order.provider.value}"),
        transaction=transaction.transaction_id,
        total=money.yuan(transaction.amount),
        at=row.proposed_at,
        state=_state(texts, row),
    )
    presses: list[Press | Link] = []
    if row.state in (RefundState.PROPOSED, RefundState.APPROVED, RefundState.FAILED):
        presses.append(APPROVE.on(texts.plain(f"cashier-approve-{row.state.value}"), row.id))
    return Card(text, column(*presses, go("refund", texts)))


def refund_seconded(texts: Texts, row: Refund) -> Card:
    """Approved by the first of two."""
    return Card(texts("cashier-needs-second", number=row.gateway_number), ((go("refund", texts),),))


def refund_sent(texts: Texts, row: Refund) -> Card:
    """The gateway has been asked."""
    return Card(texts("cashier-sent", number=row.gateway_number), ((go("refund", texts),),))


def difference(texts: Texts, row: BillDifference) -> Card:
    """One difference, with both sides' figures."""
    text = texts(
        "cashier-difference-page",
        number=str(row.number),
        kind=_kind(texts, row),
        day=row.day,
        provider=texts.plain(f"provider-{row.provider.value}"),
        order=row.order_number or "—",
        reference=row.reference,
        ours=money.yuan(row.ours),
        theirs=money.yuan(row.theirs),
    )
    presses: list[Press | Link] = []
    if row.settled_at is None:
        presses.append(SETTLED.on(texts.plain("cashier-settle"), row.id))
    return Card(text, column(*presses, go("refund", texts)))


def difference_settled(texts: Texts, row: BillDifference) -> Card:
    """Somebody has seen to it."""
    return Card(texts("cashier-settled", number=str(row.number)), ((go("refund", texts),),))


def reconciling(texts: Texts, day: date) -> Card:
    """The bill is being fetched."""
    return Card(texts("cashier-reconciling", day=day))


def reconciled(texts: Texts, result: dict[str, object]) -> Card:
    """What a comparison found."""
    provider = texts.plain(f"provider-{result['provider']}")
    day = date.fromisoformat(str(result["day"]))
    if "refused" in result:
        return Card(texts("cashier-bill-refused", provider=provider, day=day), ((go("refund", texts),),))
    found = {name: result[name] for name in ("lines", "healed", "differences")}
    return Card(texts("cashier-reconciled", provider=provider, day=day, **found), ((go("refund", texts),),))


def no_bill(texts: Texts) -> Card:
    """The bill could not be fetched."""
    return Card(texts("cashier-no-bill"), ((go("refund", texts),),))


def figures(texts: Texts, found: list[ProviderTotals], since: date, until: date, attachment: Attachment) -> Card:
    """The figures of a span, with the table for the books as a file."""
    lines = [texts("cashier-figures", since=since, until=until)]
    lines += [
        texts(
            "cashier-figures-line",
            provider=texts.plain(f"provider-{each.provider.value}"),
            paid=each.paid,
            amount=money.yuan(each.amount),
            refunds=each.refunds,
            refunded=money.yuan(each.refunded),
        )
        for each in found
    ]
    return Card("\n".join(lines), ((go("refund", texts),),), (attachment,))


def refund_waits(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the cashiers: money waits to go back, or did not go back."""
    row, texts = refund_store.get(session, subject), reader.texts
    if row is None or row.state not in (RefundState.PROPOSED, RefundState.FAILED):
        return None
    text = texts(f"cashier-news-{row.state.value}", number=row.gateway_number, amount=money.yuan(row.amount))
    return Card(text, column(REFUND.on(_refund_label(texts, row), row.id), go("refund", texts)))


NOTIFICATIONS: dict[str, Notification] = {"refund.waits": refund_waits}


def _refund_label(texts: Texts, row: Refund) -> str:
    about = {"number": row.gateway_number, "amount": money.yuan(row.amount), "state": _state(texts, row)}
    return texts.plain("cashier-refund", **about)


def _state(texts: Texts, row: Refund) -> str:
    return texts.plain(f"refund-is-{row.state.value}")


def _kind(texts: Texts, row: BillDifference) -> str:
    return texts.plain(f"difference-{row.kind.value.replace('_', '-')}")
