"""Cases that a reviewer has taken: they learn when the application ends, and have each case in their chat once."""

from datetime import datetime

from sqlmodel import Session

from storage.engine import outbox
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.review import reviews
from storage.review.reviews import Review

OVER, AGAIN = "review.over", "review.again"


def topic(review: Review) -> str:
    """Return what the message is about that shows a case to who has taken it."""
    return f"case:{review.id}"


def tell_end(session: Session, filing: Filing, *, now: datetime) -> None:
    """Tell who has taken the case of an application that it ends; their message with its buttons says so, too.

    Called before the case ends.
    """
    for review in reviews.held_of_filing(session, filing.id, at=now):
        account = session.get(Account, review.reviewer)
        if account is not None:
            outbox.replace_in(session, account, OVER, review.id, at=now, about=topic(review))
            outbox.notify_account(session, account, OVER, review.id, at=now)


def replace_shown(session: Session, account: Account, review: Review, *, now: datetime) -> None:
    """Take the buttons of earlier messages with a case that is shown again."""
    outbox.replace_in(session, account, AGAIN, review.id, at=now, about=topic(review))
