"""Statistics for the heads of the desk: counts and durations over several tables."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from storage.certificates.certificates import Certificate, CertificateStatus
from storage.filing.filings import IS_FINISHED, Filing, FilingEvent
from storage.review.reviews import DECIDED, Review, ReviewStatus
from storage.violations.decisions import IS_UNPAID, Decision


def applications(session: Session, *, since: datetime) -> list[tuple[str, str, int]]:
    """Return the number of applications since then, as (way, status, count)."""
    query = select(Filing.way, Filing.status, func.count()).where(Filing.applied_at >= since)
    found = session.exec(query.group_by(Filing.way, Filing.status).order_by(Filing.way, Filing.status))
    return [(str(way), str(status), count) for way, status, count in found]


def finishing_seconds(session: Session, *, since: datetime) -> list[float]:
    """Return how many seconds each application that succeeded since then took, in ascending order."""
    query = select(Filing.applied_at, FilingEvent.at).join(Filing, col(Filing.id) == col(FilingEvent.filing_id))
    return _spans(session.exec(query.where(text(IS_FINISHED), FilingEvent.at >= since)).all())


def reviewing_seconds(session: Session, *, since: datetime) -> list[float]:
    """Return how many seconds each review decided since then took, in ascending order."""
    query = select(Review.submitted_at, Review.decided_at).where(col(Review.status).in_(DECIDED))
    return _spans(session.exec(query.where(col(Review.decided_at) >= since)).all())


def return_reasons(session: Session, *, since: datetime) -> list[tuple[str, int]]:
    """Return why cases were returned since then, as (reason, count), most frequent first; a case may have several."""
    query = select(Review.reason, func.count()).where(
        Review.status == ReviewStatus.RETURNED, col(Review.decided_at) >= since
    )
    found: Counter[str] = Counter()
    for reasons, count in session.exec(query.group_by(Review.reason)):
        found.update(dict.fromkeys(reasons.split(), count))
    return found.most_common()


def unpaid(session: Session) -> tuple[int, int]:
    """Return the number of unpaid decisions and the sum of their fines in fen, without late fees."""
    query = select(func.count(), func.coalesce(func.sum(Decision.fine), 0)).where(text(IS_UNPAID))
    count, fines = session.exec(query).one()
    return int(count), int(fines)


def expiring(session: Session, *, now: datetime, until: datetime) -> int:
    """Return how many currently valid certificates expire until then."""
    query = select(func.count()).where(
        Certificate.status == CertificateStatus.ACTIVE, Certificate.expires_at > now, Certificate.expires_at <= until
    )
    return int(session.exec(query).one())


def _spans(rows: Sequence[tuple[datetime, datetime | None]]) -> list[float]:
    return sorted((end - begin).total_seconds() for begin, end in rows if end is not None)
