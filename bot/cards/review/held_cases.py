"""To the reviewer who has taken a case: it has ended without them, or is shown again further down."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.filing import held_cases
from bot.services.review import identity_held
from storage.filing.filings import Filing
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review, ReviewStatus


@notification_about(held_cases.OVER, Review)
def over(session: Session, review: Review, reader: Reader) -> Card | None:
    """The application has ended while they had the case: there is nothing to decide, and its photos are deleted."""
    if review.status is not ReviewStatus.WITHDRAWN:
        return None
    number = session.get_one(Filing, review.filing_id).number
    text = reader.texts("case-over", number=number)
    return Card(text, ((go("take", reader.texts), go("queue", reader.texts)),))


@notification_about(held_cases.AGAIN, Review)
def again(session: Session, review: Review, reader: Reader) -> Card:
    """In place of an earlier message with the case and its buttons: there is a newer one."""
    number = session.get_one(Filing, review.filing_id).number
    return Card(reader.texts("case-again", number=number))


@notification_about(identity_held.OVER, IdentityCase)
def identity_over(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """The identity case has ended while they had it."""
    if case.is_open:
        return None
    return Card(reader.texts("identity-case-over", number=case.reference), ((go("identity", reader.texts),),))


@notification_about(identity_held.AGAIN, IdentityCase)
def identity_again(session: Session, case: IdentityCase, reader: Reader) -> Card:
    """In place of an earlier message with the identity case and its buttons."""
    return Card(reader.texts("identity-case-again", number=case.reference))
