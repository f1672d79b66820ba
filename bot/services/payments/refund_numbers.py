"""Refunds by the number that a cashier types."""

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.payments import refunds
from bot.services.staff import permissions
from bot.services.values import text_cleaning
from storage.identity.accounts import Account
from storage.payments import refunds as store
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole


class NoSuchRefund(Refusal, key="refused-no-such-refund", offers=("refund",)):
    """There is no refund with this number."""


def find_by_number(session: Session, text: str, *, by: Account) -> Refund:
    """Return the refund with a typed number: `1001`, `#1001`, `CZR00001001` or with the last digits `CZR000010014711`.

    Raises NotStaff, NoSuchRefund or OwnRefund.
    """
    permissions.require(session, by, StaffRole.CASHIER)
    typed = text_cleaning.unify(text).lstrip("#").removeprefix(store.PREFIX)
    refund = store.by_gateway_number(session, store.PREFIX + typed)
    if refund is None and typed.isascii() and typed.isdigit() and len(typed) < 16:
        refund = store.by_number(session, int(typed))
    if refund is None:
        raise NoSuchRefund(number=(typed or text)[:20])
    return refunds.find(session, refund.id, by=by)
