"""Objections to identity cases: the holder of the other account says that it is not them who asks.

A lost account: the case becomes disputed and goes on. Who holds the old chat may be a thief, so that two reviewers
decide, who see the objection. Other kinds: the case is stopped.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, Refusal
from bot.services.review.identity_cases import IdentityCaseClosed, tell_reviewers
from storage import audit
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.review import identity_case_status
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus


class AlreadyDisputed(Refusal, key="refused-identity-disputed", offers=("identity", "menu")):
    """The holder has objected to this case already. Value: number."""


def object_to(session: Session, case_id: UUID, *, by: Person, now: datetime) -> IdentityCase:
    """Dispute or stop a case that would take this person's account away; the applicant is told.

    Raises NotYours, IdentityCaseClosed or AlreadyDisputed.
    """
    case = session.get(IdentityCase, case_id)
    if case is None or case.holder_id != by.id:
        raise NotYours
    if case.kind is IdentityCaseKind.LOST_ACCOUNT:
        _dispute(session, case, by=by, now=now)
    else:
        _stop(session, case, by=by, now=now)
    applicant = session.get_one(Account, case.account_id)
    outbox.notify_account(session, applicant, "identity.stopped", case.id, at=now)
    return case


def _dispute(session: Session, case: IdentityCase, *, by: Person, now: datetime) -> None:
    if not identity_case_status.dispute(session, case, at=now):
        raise AlreadyDisputed(number=case.number) if case.is_open else IdentityCaseClosed(number=case.number)
    audit.record(session, audit.Action.IDENTITY_DISPUTED, by=by.id, on=case.id, at=now)
    tell_reviewers(session, case, now=now)


def _stop(session: Session, case: IdentityCase, *, by: Person, now: datetime) -> None:
    if not identity_case_status.close(session, case, IdentityCaseStatus.STOPPED, at=now):
        raise IdentityCaseClosed(number=case.number)
    audit.record(session, audit.Action.IDENTITY_STOPPED, by=by.id, on=case.id, at=now)
