"""The new phone number of an identity case."""

from sqlmodel import Session

from bot.errors import Refusal
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseKind


class SameNumber(Refusal, key="refused-identity-same-number", offers=("menu",)):
    """The phone number of a new-number case is the one that the applicant has on record."""


def require_new(session: Session, account: Account, kind: IdentityCaseKind, phone: str) -> None:
    """Check that a new number is not the one of the account's own person. Raises SameNumber."""
    person = session.get(Person, account.person_id) if account.person_id is not None else None
    if kind is IdentityCaseKind.NEW_NUMBER and person is not None and person.phone == phone:
        raise SameNumber
