"""Whether a text message may go to an owner in somebody's name: only once somebody has checked who they are."""

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.identity.levels import IdentityLevel, level_of
from storage.identity import accounts
from storage.register.people import Person
from storage.review import identity_cases


class NotVerified(Refusal, key="refused-not-verified", offers=("identity",)):
    """The person has only declared who they are: no text message goes to an owner in their name."""


class VerificationWaits(NotVerified, key="refused-verification-waits", offers=("identity",)):
    """The same, while the person's identity case is with staff. Values: number, due (the last day for the result)."""


def require_may_text(session: Session, person: Person) -> None:
    """Check that a text message may be sent to an owner in this person's name.

    Raises NotVerified, or VerificationWaits, which is one.
    """
    if level_of(person) is not IdentityLevel.DECLARED:
        return
    account = accounts.of_person(session, person.id)
    case = identity_cases.open_of_account(session, account.id) if account is not None else None
    if case is None:
        raise NotVerified
    raise VerificationWaits(number=case.reference, due=local_time.date_of(case.due_at))
