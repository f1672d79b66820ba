"""Receipt numbers (收据编号): given out without gaps, in a transaction of their own, to the lines of settled orders.

A settlement does not number its receipts: its transaction may be rolled back, and would let all others wait.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage import database
from storage.database import NamedLock
from storage.payments import receipts

PREFIX = "SJ"  # 收据


def number(session: Session, decision_id: UUID) -> int | None:
    """Return the receipt number of a paid decision, given now if it has none. None if no payment has paid it."""
    database.lock_name(session, NamedLock.RECEIPT, "")
    line = receipts.settled_line(session, decision_id)
    if line is None:
        return None
    if line.receipt_number is None:
        line.receipt_number = receipts.last_receipt_number(session) + 1
        database.add(session, line)
    return line.receipt_number


def number_all(session: Session, since: datetime, until: datetime) -> None:
    """Give a number to every receipt of the payments of this time that has none, in order of payment."""
    database.lock_name(session, NamedLock.RECEIPT, "")
    found = receipts.unnumbered_lines(session, since, until)
    first = receipts.last_receipt_number(session) + 1
    for at, line in enumerate(found, first):
        line.receipt_number = at
        database.add(session, line)


def text(receipt_number: int) -> str:
    """Return a receipt number as it stands on the receipt."""
    return f"{PREFIX}{receipt_number:08d}"
