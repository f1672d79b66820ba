"""Questions to the gateway about refunds, asked at once: when a bill or a report says that one has moved."""

from datetime import datetime

from sqlmodel import Session

from bot.services.payments import refunds
from storage.engine import timers
from storage.identity.accounts import Account
from storage.payments import refunds as store
from storage.payments.refunds import Refund, RefundState


def ask(session: Session, refund: Refund, *, is_moved: bool, now: datetime) -> None:
    """Ask the gateway now what became of a refund. is_moved: one that has failed has begun once more, or is done.

    Such a refund is with the gateway again, so that it is not paid back in another way meanwhile, even if a first
    cashier has said so and the second has not confirmed it yet.
    """
    timers.bring_forward(session, refunds.POLL, refund.id, to=now)
    cashier = session.get(Account, refund.first_by) if refund.first_by else None
    is_unconfirmed = refund.state is RefundState.APPROVED and refund.elsewhere is not None
    if not is_moved or not (refund.state is RefundState.FAILED or is_unconfirmed) or cashier is None:
        return
    if store.move(session, refund, RefundState.SENT, elsewhere=None):
        timers.start(session, refunds.POLL, refund.id, lane=cashier.lane, due_at=now)
