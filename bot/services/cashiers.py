"""Cashiers: who may see to money, looked up in the act's own transaction."""

from sqlmodel import Session

from bot.errors import NotStaff
from storage import staff
from storage.accounts import Account
from storage.staff import StaffRole


def check(session: Session, account: Account) -> None:
    """Refuse anybody who is not a cashier now. Raises NotStaff."""
    if StaffRole.CASHIER not in staff.roles(session, account.telegram_id):
        raise NotStaff
