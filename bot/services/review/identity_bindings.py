"""Binding an account after the approval of an identity case: whose it was before, and what goes on elsewhere.

The caller has locked the people and the accounts. Staff duties end with an account that changes hands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import local_time
from bot.services.filing import joined_people
from bot.services.identity import (
    accounts as account_service,
    consents,
    limits,
    person_merges,
    phone_changes,
    verification,
)
from bot.services.organisations import unverified_filers
from bot.services.review import identity_endings, identity_moves
from bot.services.staff import moved_members
from storage.engine import conversations, lane_pseudonyms, outbox
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.payments import payments
from storage.register.people import Person
from storage.review import identity_case_status
from storage.review.identity_cases import IdentityCase


@dataclass(frozen=True)
class Concerned:
    """Whom a binding concerns, all locked, besides the account that asks.

    person: whose it will be; old: their other account; displaced: who loses the verification of the ID number;
    duplicate: the account's person, who has declared the same number, and whose rows follow; former: who else has the
    phone number of the case.
    """

    person: Person
    old: Account | None
    displaced: Person | None
    duplicate: Person | None
    former: Sequence[Person]


def bind(
    session: Session, case: IdentityCase, account: Account, concerned: Concerned, *, by: Account, now: datetime
) -> None:
    """Bind the account to the person and verify them; the other account of the person, if there is one, ends.

    Raises OnlyAdminMoves or NumberHeldByOther.
    """
    person, old, duplicate = concerned.person, concerned.old, concerned.duplicate
    if concerned.displaced is not None:
        moved_members.lose_verification(session, concerned.displaced, now=now)
        verification.withdraw(session, concerned.displaced, by=by.id, now=now)
        unverified_filers.tell_owners(session, concerned.displaced, now=now)
    if old is not None:
        account_service.end(session, old, now=now)
        outbox.notify_account(session, old, "identity.moved", case.id, at=now)
    limits.keep(session, account, now=now)
    identity_case_status.outdate(session, person.id)
    language = old.language if old is not None else ""
    _change_phone(session, case, person, concerned.former, language=language, now=now)
    at = now
    if duplicate is not None:
        person_merges.merge(session, duplicate, person, by=by.id, now=now)
    elif account.person_id not in (None, person.id):
        # The moment of the approval leads to the case, and so to who asked for it and has left.
        at = local_time.at(local_time.date_of(now))
        moved_members.end_service(session, account, person=None, by=by.id, now=now)
        account = _leave(session, case, account, day=at, now=now)
    _connect(session, case, account, concerned, by=by, at=at, now=now)
    outbox.notify_account(session, account, "identity.decided", case.id, at=now)
    if duplicate is not None:
        joined_people.settle(session, duplicate, person, now=now)
    _go_on(session, account, person, old, now=now)


def _connect(
    session: Session,
    case: IdentityCase,
    account: Account,
    concerned: Concerned,
    *,
    by: Account,
    at: datetime,
    now: datetime,
) -> None:
    """Give the account its person, who is verified. at: the moment that both rows keep."""
    person = concerned.person
    account.person_id, account.registered_at = person.id, account.registered_at or at
    account.locked_at = account.ended_at = person.left_at = None
    session.add_all([person, account])
    session.flush()
    if concerned.old is not None:
        moved_members.end_service(session, concerned.old, person=person, by=by.id, now=now)
    verification.verify(session, person, now=now)
    person.verified_at = at
    session.add(person)
    payments.move_to_lane(session, person.id, account.lane)
    if case.person_id is None:  # A guest agreed before there was a person to whom the consent could belong.
        consents.take_over(session, person, ConsentText.ID_PHOTOS, about=case.id, at=case.opened_at)


def _go_on(session: Session, account: Account, person: Person, old: Account | None, *, now: datetime) -> None:
    """Let what is under way in the account that has ended go on in the other one."""
    if old is not None:
        identity_moves.take_buttons(session, old, person, now=now)
        identity_moves.move_business(session, old.lane, account, person, now=now)
        identity_endings.end_of_account(session, old, now=now)


def _change_phone(
    session: Session, case: IdentityCase, person: Person, former: Sequence[Person], *, language: str, now: datetime
) -> None:
    """Set the phone number of the case, which is nobody else's then; the number that it replaces is told by SMS."""
    phone_changes.end_claims(session, former, now=now)
    if not case.phone or case.phone == person.phone:
        return
    if person.phone:
        to, number = person.phone_index, case.reference
        outbox.put_sms(session, person.phone, "sms-identity-moved", at=now, lane=to, language=language, number=number)
    phone_changes.prefer(session, person, case.phone, now=now)


def _leave(session: Session, case: IdentityCase, account: Account, *, day: datetime, now: datetime) -> Account:
    """Separate the account from the person it was registered for, who is told by SMS at another phone number.

    Returns a new row for the Telegram user. What was recorded of the person under the row before, and what is still
    under way for them, stays with that row under a pseudonym: nothing leads from the Telegram user to them.
    """
    left, lane = session.get_one(Person, account.person_id), account.lane
    identity_moves.interrupt_checks(session, left, now=now)
    account_service.detach(session, account, now=now)
    conversations.delete_conversation(session, lane)
    fresh = accounts.replace(session, account, at=day)
    lane_pseudonyms.replace(session, lane, account.lane)
    case.account_id = fresh.id
    left.left_at = now
    session.add_all([case, left])
    session.flush()
    if left.phone != case.phone:
        outbox.notify_by_sms(session, left.id, "identity.left", case.id, at=now)
    return fresh
