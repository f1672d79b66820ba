"""Objections to identity cases: who holds the identity says that it is not them who asks.

The case becomes disputed and goes on, as who holds the old chat may be a thief: two reviewers decide, who see the
objection. The applicant is not told, since that would say that the identity has an account or a phone on record.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.review.identity_cases import IdentityCaseClosed, tell_reviewers
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from storage import audit
from storage.engine import timers
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_status, identity_cases
from storage.review.identity_cases import IdentityCase

MAX_PEOPLE = 20


class AlreadyDisputed(Refusal, key="refused-identity-disputed", offers=("identity", "menu")):
    """The holder has objected to this case already. Value: number."""


def object_to(session: Session, case_id: UUID, *, by: Person, now: datetime) -> IdentityCase:
    """Dispute a case that would take this person's identity to another account.

    Raises NotYours, IdentityCaseClosed or AlreadyDisputed.
    """
    case = session.get(IdentityCase, case_id)
    if case is None or case.holder_id != by.id:
        raise NotYours
    if not _dispute(session, case, by=by.id, now=now):
        raise AlreadyDisputed(number=case.reference) if case.is_open else IdentityCaseClosed(number=case.reference)
    return case


def object_by_phone(session: Session, phone: str, *, by: Account, now: datetime) -> bool:
    """Dispute every open case about the people with this phone number (E.164), which Telegram has verified.

    For people without an account, or who cannot use it. The applicant's own case is left out. Returns False if there
    is no case: only who has the phone on record learns of one, and they were told of it anyway.
    """
    affected = [each.id for each in people.by_phone(session, phone, limit=MAX_PEOPLE)]
    found = [case for case in identity_cases.open_about(session, affected) if case.account_id != by.id]
    for case in found:
        _dispute(session, case, by=by.id, now=now)
    return bool(found)


def _dispute(session: Session, case: IdentityCase, *, by: UUID, now: datetime) -> bool:
    if not identity_case_status.dispute(session, case, at=now):
        return False
    audit.record(session, audit.Action.IDENTITY_DISPUTED, by=by, on=case.id, at=now)
    timers.bring_forward(session, IDENTITY_LEASE_TIMER, case.id, to=now)  # The reviewer's photos are deleted.
    tell_reviewers(session, case, now=now)
    return True
