"""Confirming an identity case by a code to the phone on record: then it does not wait, and one reviewer is enough.

The desk answers the same whether a phone is on record or not: the same words, and the same number of tries and codes.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal, StaleButton
from bot.services.identity import limits, sms_codes
from bot.services.review import (
    identity_cases as identity_cases_service,
    identity_digests,
    identity_holders,
    identity_stakes,
    identity_withdrawals,
)
from bot.services.review.identity_cases import IdentityCaseClosed
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import working_days
from storage import audit, database
from storage.audit import Action
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.review import identity_case_status
from storage.review.identity_cases import IdentityCase

MAX_CODES, MAX_TRIES = 3, 10


class IdentityCodeWrong(Refusal, key="refused-identity-code", keeps=True):
    """These are not the digits, they have expired, or no code was sent; the answer does not tell which."""


class IdentityCodesUsedUp(Refusal, key="refused-identity-codes-used-up", offers=("identity",)):
    """As many codes or tries as allowed for one case were used, whether or not a phone is on record."""


class IdentityCodeTooSoon(Refusal, key="refused-identity-code-too-soon"):
    """A code was asked for a moment ago. Value: seconds."""


def find(session: Session, case_id: UUID, *, by: Account) -> IdentityCase:
    """Return the undecided case of this account that a code can confirm.

    Raises NotYours, IdentityCaseClosed, or StaleButton if nothing has to be confirmed.
    """
    case = identity_withdrawals.find_own(session, case_id, by=by)
    if not case.moves or case.confirmed_at is not None:
        raise StaleButton
    return case


def resend(session: Session, case_id: UUID, *, by: Account, now: datetime) -> IdentityCase:
    """Send the phone on record another code, if there is one.

    Raises like `find`, and IdentityCodesUsedUp, IdentityCodeTooSoon.
    """
    case = find(session, case_id, by=by)
    pause = rules.number(session, RuleName.CODE_RESEND_SECONDS, at=now)
    if case.codes_asked >= MAX_CODES:
        raise IdentityCodesUsedUp
    if (case.code_asked_at or case.opened_at) > now - timedelta(seconds=pause):
        raise IdentityCodeTooSoon(seconds=pause)
    audit.record(session, Action.IDENTITY_CODE_ASKED, by=by.id, on=case.id, at=now)
    person = identity_holders.affected(session, case)
    if person is not None and identity_holders.may_send_code(case, person):
        identity_holders.send_code(session, case, person, by=by, now=now)
    case.codes_asked, case.code_asked_at = case.codes_asked + 1, now
    return database.add(session, case)


def confirm(session: Session, case_id: UUID, words: str, *, by: Account, now: datetime) -> IdentityCase:
    """Confirm a case with the code sent to the phone on record; the reviewers and, at once, the holder are told.

    One reviewer is enough then, unless it takes the identity from somebody on whom anything depends.

    Raises like `find`, and IdentityCodesUsedUp, IdentityCodeWrong.
    """
    case = find(session, case_id, by=by)
    identity_digests.lock(session, case)  # A digest that is sent at the same time tells of the case, too.
    if case.code_tries >= MAX_TRIES:
        raise IdentityCodesUsedUp
    person = identity_holders.affected(session, case)
    phone = person.phone if person is not None else ""
    keys, purpose = limits.keys_of_user(session, by), CodePurpose.IDENTITY_CASE
    try:
        sms_codes.verify(session, purpose, case.id, words, by=by.id, now=now, phone=phone, keys=keys)
    except Refusal as problem:
        audit.record(session, Action.IDENTITY_CODE_TRIED, by=by.id, on=case.id, at=now)
        case.code_tries += 1
        database.add(session, case)
        raise IdentityCodeWrong from problem
    days = rules.number(session, RuleName.REVIEW_WORKING_DAYS, at=now)
    due, needs_two = working_days.due_after(now, days).at, identity_stakes.needs_two(session, case)
    if not identity_case_status.confirm(session, case, at=now, due_at=due, needs_two=needs_two):
        raise IdentityCaseClosed(number=case.reference)
    audit.record(session, Action.IDENTITY_CONFIRMED, by=by.id, on=case.id, at=now)
    identity_holders.tell_confirmed(session, case, now=now)
    identity_cases_service.tell_reviewers(session, case, now=now)
    return case
