"""Notifications about reviews, rendered when they are sent."""

from sqlmodel import Session

from bot.card import Card, column
from bot.cards.certificates.certificates import CERTIFICATE
from bot.cards.filing.filing_words import why
from bot.cards.filing.filings import check_button, facts
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.cards.review.queue import CASE, ENROL
from bot.cards.violations.violations import unhandled_button
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person
from storage.review import reviews
from storage.review.reviews import Review


@notification_about("review.returned", Review)
def returned(session: Session, review: Review, reader: Reader) -> Card | None:
    """To the applicant: why the case was returned, with a button to take the photos again."""
    filing, texts = session.get_one(Filing, review.filing_id), reader.texts
    if filing.status is not FilingStatus.RETURNED:
        return None
    key = "review-returned-sms" if reader.by_sms else "review-returned"
    text = texts(key, **facts(session, filing, texts), why=why(texts, filing.return_reason))
    if review.text:
        text = f"{text}\n{texts('review-words', words=review.text)}"
    return Card(text, column(check_button(texts, filing), go("progress", texts)))


@notification_about("review.returned.owner", Filing)
def returned_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: the case takes longer; they need do nothing."""
    return _to_owner(session, filing, reader, "review-returned-owner", FilingStatus.RETURNED)


@notification_about("review.failed.owner", Filing)
def failed_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: the application failed."""
    return _to_owner(session, filing, reader, "review-failed-owner", FilingStatus.REFUSED)


@notification_about("review.overdue", Review)
def overdue(session: Session, review: Review, reader: Reader) -> Card | None:
    """To staff: the case is overdue."""
    if review.status not in reviews.OPEN_STATUSES:
        return None
    filing, texts = session.get_one(Filing, review.filing_id), reader.texts
    text = texts("review-overdue", number=filing.number, due=review.due_at)
    return Card(text, ((CASE.on(texts.plain("queue-button", number=filing.number), review.id), go("queue", texts)),))


@notification_about("review.enrol", Review)
def ask_to_enrol(session: Session, review: Review, reader: Reader) -> Card | None:
    """To the applicant: asks to keep the reviewed photo for future face checks."""
    filing, texts = session.get_one(Filing, review.filing_id), reader.texts
    if session.get_one(Person, filing.filer_id).portrait_id is not None:
        return None
    return Card(texts("review-enrol"), ((ENROL.on(texts.plain("review-enrol-yes"), review.id),),))


def _to_owner(session: Session, filing: Filing, reader: Reader, key: str, status: FilingStatus) -> Card | None:
    texts = reader.texts
    if filing.status is not status:
        return None
    about = facts(session, filing, texts)
    if reader.by_sms:
        return Card(texts(f"{key}-sms", **about))
    return Card(texts(key, **about), ((go("vehicles", texts), go("menu", texts)),))


@notification_about("filing.finished", Filing)
def finished(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the filing is active, and what they can do now."""
    if filing.status is not FilingStatus.ACTIVE:
        return None
    texts, count = reader.texts, len(filings.active_of_filer(session, filing.filer_id))
    text = texts("filing-finished", **facts(session, filing, texts), count=count)
    certificate = CERTIFICATE.on(texts.plain("certificate-show"), filing.vehicle_id)
    records = unhandled_button(filing.vehicle_id, texts.plain("go-violations"))
    return Card(text, ((certificate,), (records,), (go("vehicles", texts), go("menu", texts))))
