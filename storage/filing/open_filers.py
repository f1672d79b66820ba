"""Who has applications that are not decided yet."""

from sqlmodel import Session, col, select

from storage.filing.filings import OPEN_STATUSES, Filing
from storage.identity.accounts import Account
from storage.register.people import Person


def all_of(session: Session) -> list[tuple[Person, int | None]]:
    """Return everybody with open applications, and their Telegram user."""
    has_open = select(Filing.filer_id).where(col(Filing.status).in_(OPEN_STATUSES))
    query = select(Person, Account.telegram_id).outerjoin(Account, col(Account.person_id) == Person.id)
    return list(session.exec(query.where(col(Person.id).in_(has_open))))
