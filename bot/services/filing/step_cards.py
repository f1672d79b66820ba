"""Messages that ask the filer for the next step of an application: once it is over, they lose their buttons."""

from datetime import datetime

from sqlmodel import Session

from storage.engine import outbox
from storage.filing.filings import Filing


def topic(filing: Filing) -> str:
    """Return what messages to the filer are about that ask for the next step of their application."""
    return f"filing-step:{filing.id}"


def end(session: Session, filing: Filing, *, now: datetime) -> None:
    """Replace the messages that have asked the filer for a step which is over, and their buttons."""
    outbox.replace(session, filing.filer_id, "filing.step-over", filing.id, at=now, about=topic(filing))
