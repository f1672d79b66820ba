"""Personal data: identity cases, which a person has opened or which name them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.privacy.keeper import Keeper
from storage.identity import accounts
from storage.register.people import Person
from storage.review import identity_cases
from storage.review.identity_cases import IdentityCase


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the person's own cases, and of the cases of others that name them kind, times and outcome."""
    own = _own(session, person)
    mine = {case.id for case in own}
    named = [case for case in identity_cases.about_person(session, person.id) if case.id not in mine]
    return {
        "identity_cases": [_own_case(case) for case in own],
        "identity_cases_of_others": [_outline(case) for case in named],
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Delete the person's own cases, and remove the person from the cases of others."""
    for case in _own(session, person):
        identity_cases.delete(session, case)
    identity_cases.forget_person(session, person.id)


KEEPER = Keeper(export, erase)


def _own(session: Session, person: Person) -> list[IdentityCase]:
    account = accounts.of_person(session, person.id)
    return identity_cases.of_account(session, account.id) if account is not None else []


def _own_case(case: IdentityCase) -> dict[str, Any]:
    texts = {"name": case.name, "id_number": case.id_number, "phone": case.phone, "reason": case.reason}
    return {**_outline(case), **texts}


def _outline(case: IdentityCase) -> dict[str, Any]:
    closed = case.closed_at.isoformat() if case.closed_at else None
    return {
        "number": case.number,
        "kind": case.kind.value,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": closed,
        "outcome": case.status.value,
    }
