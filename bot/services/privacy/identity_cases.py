"""Personal data: identity cases, which a person has opened or which name them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.identity import same_person
from bot.services.privacy.keeper import Keeper
from bot.services.review import identity_endings, identity_withdrawals
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import identity_case_deletion, identity_cases
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus


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
    """Delete the person's own cases, those of former accounts too, and what the cases of others say of them.

    Of a case that was open, or of which somebody else was told, an empty row stays: it ends for them as well.
    """
    for case in [*_own(session, person), *_of_former(session, person)]:
        lane = session.get_one(Account, case.account_id).lane
        if identity_endings.end(session, case, lane=lane, now=now) or case.holder_id is not None:
            identity_case_deletion.forget(session, case)
        else:
            identity_case_deletion.delete(session, case)
    identity_endings.forget(session, person, now=now)
    identity_case_deletion.forget_person(session, person.id)


def of_guest(session: Session, account: Account) -> list[IdentityCase]:
    """Return the cases of a guest that say something of them; not those of who had the account before it ended."""
    if account.person_id is not None:
        return []
    found = [each for each in identity_cases.of_account(session, account.id) if each.person_id is None]
    mine = [each for each in found if each.status is not IdentityCaseStatus.APPROVED]
    return [each for each in mine if each.is_open or each.name or each.phone]


def erase_of_guest(session: Session, account: Account, *, now: datetime) -> None:
    """Withdraw the open case of a guest, and delete what their cases say of them, with the photos."""
    for case in of_guest(session, account):
        if case.is_open:
            identity_withdrawals.withdraw(session, case.id, by=account, now=now)
        identity_case_deletion.forget(session, case)


KEEPER = Keeper(export, erase)


def _own(session: Session, person: Person) -> list[IdentityCase]:
    """Return the cases that the person's account has opened, or they opened with one that nobody has now."""
    account = accounts.of_person(session, person.id)
    found = identity_cases.of_account(session, account.id) if account is not None else []
    named = [case for case in identity_cases.about_person(session, person.id) if case.person_id == person.id]
    left = [case for case in named if session.get_one(Account, case.account_id).person_id is None]
    return sorted({case.id: case for case in [*found, *left]}.values(), key=lambda case: case.number)


def _of_former(session: Session, person: Person) -> list[IdentityCase]:
    """Return the other cases of the accounts that the person had before, of which nobody can make use any more."""
    found = [identity_cases.of_account(session, each.id) for each in same_person.former_accounts(session, person)]
    mine = {case.id for case in _own(session, person)}
    return [case for cases in found for case in cases if case.id not in mine]


def _own_case(case: IdentityCase) -> dict[str, Any]:
    texts = {"name": case.name, "id_number": case.id_number, "phone": case.phone, "reason": case.reason}
    return {**_outline(case), **texts}


def _outline(case: IdentityCase) -> dict[str, Any]:
    closed = case.closed_at.isoformat() if case.closed_at else None
    return {
        "number": case.reference,
        "kind": case.kind,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": closed,
        "outcome": case.status,
    }
