"""What a person has at the desk: no import takes a verification from them, since a mistyped row would take it all."""

from sqlmodel import Session

from bot.services.staff import moved_members
from storage.filing import filings
from storage.identity import accounts
from storage.organisations import organisations
from storage.register import vehicles
from storage.register.people import Person
from storage.review import identity_cases
from storage.violations import decisions


def has_any(session: Session, person: Person) -> bool:
    """Return whether anything here is the person's: a vehicle, a filing, a fine, an organisation, a duty or a case."""
    account = accounts.of_person(session, person.id)
    return bool(
        vehicles.of_person(session, person.id)
        or filings.all_of_filer(session, person.id, limit=1)
        or decisions.of_person(session, person.id)
        or organisations.of_person(session, person.id)
        or (account is not None and moved_members.serving(session, account) is not None)
        or any(each.is_open for each in identity_cases.about_person(session, person.id))
    )
