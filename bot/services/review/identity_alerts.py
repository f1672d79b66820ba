"""Messages that ask the holder of an identity to object to the cases of others: their buttons end with the case."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.engine import outbox
from storage.identity import accounts
from storage.review.identity_cases import IdentityCase

ENDED, ALL = "identity.alert-over", "identity.alerts"


def topic(case: IdentityCase) -> str:
    """Return what the message about this case in the chat of its holder is about."""
    return f"identity-alert:{case.id}"


def list_topic(holder_id: UUID) -> str:
    """Return what the messages are about that list cases against this person."""
    return f"identity-alerts:{holder_id}"


def close(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """Replace every message in which the holder can object to a case that has ended.

    Called before the holder's account is separated from them.
    """
    account = accounts.of_person(session, case.holder_id) if case.holder_id is not None else None
    if account is None or case.holder_id is None:
        return
    outbox.replace_in(session, account, ENDED, case.id, at=now, about=topic(case))
    outbox.replace_in(session, account, ALL, case.holder_id, at=now, about=list_topic(case.holder_id))
