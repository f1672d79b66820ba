"""Identity cases that a reviewer has taken: they learn when one ends without them, and have each in their chat once."""

from datetime import datetime

from sqlmodel import Session

from storage.engine import outbox
from storage.identity.accounts import Account
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus

OVER, AGAIN = "identity.over", "identity.again"


def topic(case: IdentityCase) -> str:
    """Return what the message is about that shows a case to who has taken it."""
    return f"identity-case:{case.id}"


def reviewer_of(session: Session, case: IdentityCase, *, now: datetime) -> Account | None:
    """Return the account that has taken a case, None if nobody has. Asked before the case ends."""
    is_held = case.status is IdentityCaseStatus.TAKEN and case.lease_until is not None and case.lease_until > now
    return session.get(Account, case.reviewer) if is_held and case.reviewer is not None else None


def tell_end(session: Session, case: IdentityCase, account: Account | None, *, now: datetime) -> None:
    """Tell who had taken a case that it has ended; their message with its buttons says so, too."""
    if account is not None:
        outbox.replace_in(session, account, OVER, case.id, at=now, about=topic(case))
        outbox.notify_account(session, account, OVER, case.id, at=now)


def replace_shown(session: Session, account: Account, case: IdentityCase, *, now: datetime) -> None:
    """Take the buttons of earlier messages with a case that is shown again."""
    outbox.replace_in(session, account, AGAIN, case.id, at=now, about=topic(case))
