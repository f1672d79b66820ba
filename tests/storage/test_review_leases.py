"""Only the reviewer who holds a case releases or decides it: the condition is in the UPDATE itself."""

from datetime import timedelta
from uuid import uuid4

from sqlmodel import Session

from storage.database import Database
from storage.review import reviews
from storage.review.reviews import Review, ReviewStatus
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)
HOLDER, OTHER = uuid4(), uuid4()


def held_review(session: Session) -> Review:
    held = {"status": ReviewStatus.TAKEN, "reviewer": HOLDER, "lease_until": NOW + HOUR}
    return session.get_one(Review, put(session, Review, **held))


def test_only_the_holder_releases_a_case(lite: Database) -> None:
    with lite.transaction() as session:
        review = held_review(session)
        assert not reviews.release(session, review, reviewer=OTHER)
        session.refresh(review)
        assert (review.status, review.reviewer) == (ReviewStatus.TAKEN, HOLDER)
        assert reviews.release(session, review, reviewer=HOLDER)


def test_only_the_holder_decides_a_case(lite: Database) -> None:
    with lite.transaction() as session:
        review = held_review(session)
        assert not reviews.decide(session, review, ReviewStatus.PASSED, reviewer=OTHER, at=NOW, words="")
        session.refresh(review)
        assert (review.status, review.decided_at) == (ReviewStatus.TAKEN, None)
        assert reviews.decide(session, review, ReviewStatus.PASSED, reviewer=HOLDER, at=NOW, words="")
