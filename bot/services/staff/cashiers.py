"""Cashiers: who may see to money, looked up in the act's own transaction."""

from sqlmodel import Session

from bot.errors import NotStaff
from storage.identity.accounts import Account
from storage.staff import members
from storage.staff.members import StaffRole


def check(session: Session, account: Account) -> None:
    """Refuse anybody who is not a cashier now. Raises NotStaff."""
    if StaffRole.CASHIER not in members.roles(session, account.telegram_id):
        raise NotStaff
