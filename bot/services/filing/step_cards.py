"""Steps of the filer: once an application or a filing is over, they end, and the messages that ask lose their buttons.

The steps end in a turn of the filer right after the commit, before anything else that they send afterwards.
"""

from datetime import datetime

from sqlmodel import Session

from storage.engine import button_removal, outbox, timers
from storage.filing.filings import Filing
from storage.identity import accounts

OVER = "filing.over"  # The timer that ends the steps.


def topic(filing: Filing) -> str:
    """Return what messages to the filer are about that ask for the next step of their application."""
    return f"filing-step:{filing.id}"


def topic_of_return(filing: Filing) -> str:
    """Return what messages to the filer are about that ask for new photos after a return."""
    return f"filing-returned:{filing.id}"


def close(session: Session, filing: Filing, *, now: datetime) -> None:
    """End every step of an application that is over."""
    end(session, filing, now=now)
    leave(session, filing, now=now)


def leave(session: Session, filing: Filing, *, now: datetime) -> None:
    """End the steps at which the filer stands, if they have an account."""
    account = accounts.of_person(session, filing.filer_id)
    if account is not None:
        timers.fire_now(session, OVER, filing.id, lane=account.lane, at=now)


def end(session: Session, filing: Filing, *, now: datetime) -> None:
    """Replace the message that has asked the filer last for a step which is over; earlier ones lose their buttons."""
    _replace(session, filing, topic(filing), now=now)
    end_return(session, filing, now=now)


def end_return(session: Session, filing: Filing, *, now: datetime) -> None:
    """Replace the message that has asked the filer last for new photos, which were sent."""
    _replace(session, filing, topic_of_return(filing), now=now)


def _replace(session: Session, filing: Filing, about: str, *, now: datetime) -> None:
    account = accounts.of_person(session, filing.filer_id)
    if account is not None:
        button_removal.take_but_newest(session, account, about, at=now)
    outbox.replace(session, filing.filer_id, "filing.step-over", filing.id, at=now, about=about)
