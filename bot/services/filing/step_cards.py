"""Messages that ask the filer for the next step of an application: once it is over, they lose their buttons."""

from datetime import datetime

from sqlmodel import Session

from storage.engine import outbox
from storage.filing.filings import Filing


def topic(filing: Filing) -> str:
    """Return what messages to the filer are about that ask for the next step of their application."""
    return f"filing-step:{filing.id}"


def topic_of_return(filing: Filing) -> str:
    """Return what messages to the filer are about that ask for new photos after a return."""
    return f"filing-returned:{filing.id}"


def end(session: Session, filing: Filing, *, now: datetime) -> None:
    """Replace the messages that have asked the filer for a step which is over, and their buttons."""
    outbox.replace(session, filing.filer_id, "filing.step-over", filing.id, at=now, about=topic(filing))
    end_return(session, filing, now=now)


def end_return(session: Session, filing: Filing, *, now: datetime) -> None:
    """Replace the messages that have asked the filer for new photos, which were sent."""
    outbox.replace(session, filing.filer_id, "filing.step-over", filing.id, at=now, about=topic_of_return(filing))
