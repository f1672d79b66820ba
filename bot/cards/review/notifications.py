"""Notifications about reviews, rendered when they are sent."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card, column
from bot.cards.filing.filings import check_button, facts
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from bot.cards.review.reviews import CASE, ENROL
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person
from storage.review import reviews
from storage.review.reviews import Review


def returned(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the applicant: why the case was returned, with a button to take the photos again."""
    review, filing = _found(session, subject)
    if review is None or filing is None or filing.status is not FilingStatus.RETURNED:
        return None
    texts = reader.texts
    key = "review-returned-sms" if reader.by_sms else "review-returned"
    why = texts.plain(f"progress-why-{filing.return_reason}")
    text = texts(key, **facts(session, filing, texts), why=why)
    if review.text:
        text = f"{text}\n{texts('review-words', words=review.text)}"
    return Card(text, column(check_button(texts, filing), go("progress", texts)))


def returned_owner(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the case takes longer; they need do nothing."""
    return _to_owner(session, subject, reader, "review-returned-owner", FilingStatus.RETURNED)


def failed_owner(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the application failed."""
    return _to_owner(session, subject, reader, "review-failed-owner", FilingStatus.REFUSED)


def overdue(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To staff: the case is overdue."""
    review, filing = _found(session, subject)
    if review is None or filing is None or review.status not in reviews.OPEN_STATUSES:
        return None
    texts = reader.texts
    text = texts("review-overdue", number=filing.number, due=review.due_at)
    return Card(text, ((CASE.on(texts.plain("queue-button", number=filing.number), review.id), go("queue", texts)),))


def ask_to_enrol(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the applicant: asks to keep the reviewed photo for future face checks."""
    review, filing = _found(session, subject)
    person = session.get(Person, filing.filer_id) if filing else None
    if review is None or person is None or person.portrait_id is not None:
        return None
    texts = reader.texts
    return Card(texts("review-enrol"), ((ENROL.on(texts.plain("review-enrol-yes"), review.id),),))


NOTIFICATIONS: dict[str, Notification] = {
    "review.returned": returned,
    "review.returned.owner": returned_owner,
    "review.failed.owner": failed_owner,
    "review.overdue": overdue,
    "review.enrol": ask_to_enrol,
}


def _found(session: Session, subject: UUID) -> tuple[Review | None, Filing | None]:
    review = session.get(Review, subject)
    return review, session.get(Filing, review.filing_id) if review else None


def _to_owner(session: Session, subject: UUID, reader: Reader, key: str, status: FilingStatus) -> Card | None:
    filing, texts = session.get(Filing, subject), reader.texts
    if filing is None or filing.status is not status:
        return None
    about = facts(session, filing, texts)
    if reader.by_sms:
        return Card(texts(f"{key}-sms", **about))
    return Card(texts(key, **about), ((go("vehicles", texts), go("menu", texts)),))
