"""Two people for each application: who applies is not who agrees, and never had the phone that agrees."""

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.identity.same_person import were_same
from storage.filing.filings import Filing
from storage.register.people import Person


class ApplicantSpeaks(Refusal, key="refused-applicant-speaks", offers=("approvals", "vehicles")):
    """The speaker of the vehicle is the applicant, or has a key of theirs: a phone number or account, also a former."""


def obstacles(session: Session, owner: Person | None, filer: Person) -> list[Refusal]:
    """Return why this person may not apply to this owner, in whichever way: they are the same person.

    Keys of before count: a code to a phone number proves nothing about somebody else to who has had that number.
    """
    return [ApplicantSpeaks()] if owner is not None and were_same(session, owner, filer) else []


def require_other(session: Session, owner: Person, filing: Filing) -> None:
    """Check that nobody agrees to their own application, for example after a hand-over. Raises ApplicantSpeaks."""
    if were_same(session, owner, session.get_one(Person, filing.filer_id)):
        raise ApplicantSpeaks
