"""Notifications of filings."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.cards.filing.filings import check_button, facts
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus


def finished(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the filer: the filing is active."""
    filing, texts = session.get(Filing, subject), reader.texts
    if filing is None or filing.status is not FilingStatus.ACTIVE:
        return None
    count = len(filings.active_of_filer(session, filing.filer_id))
    text = texts("filing-finished", **facts(session, filing, texts), count=count)
    return Card(text, ((go("vehicles", texts), go("progress", texts)),))


def finished_owner(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: who has filed the vehicle."""
    return _about(session, subject, reader, "filing-finished-owner", offer="vehicles")


def agreed(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the filer: the owner has approved in the chat."""
    filing, texts = session.get(Filing, subject), reader.texts
    if filing is None or filing.status is not FilingStatus.CHECKING:
        return None
    return Card(texts("filing-agreed-notice", **facts(session, filing, texts)), ((check_button(texts, filing),),))


def closed(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the filer: the application ended without success, and why."""
    filing, texts = session.get(Filing, subject), reader.texts
    if filing is None:
        return None
    reason = f"progress-why-{filing.return_reason}" if filing.return_reason else f"progress-next-{filing.status.value}"
    text = texts("filing-closed", **facts(session, filing, texts))
    return Card(f"{text}\n{texts(reason)}", ((go("file", texts), go("menu", texts)),))


def ended(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the filer: the filing has ended, and why."""
    return _ended(session, subject, reader, "filing-ended", offer="file")


def ended_owner(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: a filing of the vehicle has ended, and why."""
    return _ended(session, subject, reader, "filing-ended-owner", offer="vehicles")


def withdrawn(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the application was withdrawn."""
    return _about(session, subject, reader, "filing-withdrawn-owner", offer="menu")


def term(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the filer: the owner has limited the filing to a day."""
    filing, texts = session.get(Filing, subject), reader.texts
    if filing is None or filing.term_until is None:
        return None
    text = texts("filing-term", **facts(session, filing, texts), until=filing.term_until)
    return Card(text, ((go("vehicles", texts),),))


NOTIFICATIONS: dict[str, Notification] = {
    "filing.finished": finished,
    "filing.finished.owner": finished_owner,
    "filing.agreed": agreed,
    "filing.closed": closed,
    "filing.ended": ended,
    "filing.ended.owner": ended_owner,
    "filing.withdrawn": withdrawn,
    "filing.term": term,
}


def _about(session: Session, subject: UUID, reader: Reader, key: str, *, offer: str) -> Card | None:
    filing, texts = session.get(Filing, subject), reader.texts
    if filing is None:
        return None
    return Card(texts(key, **facts(session, filing, texts)), ((go(offer, texts),),))


def _ended(session: Session, subject: UUID, reader: Reader, key: str, *, offer: str) -> Card | None:
    filing, card = session.get(Filing, subject), _about(session, subject, reader, key, offer=offer)
    if filing is None or card is None or filing.end_reason is None:
        return None
    why = reader.texts(f"end-reason-{filing.end_reason.value.replace('_', '-')}")
    return card.with_text(f"{card.text}\n{why}")
