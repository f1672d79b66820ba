"""Identity cases that end with what they stand on: the account that asks, or the identity that they are about.

An account ends, gets a person or is deleted: its open case ends in the same transaction, and who holds the identity is
told. A person deletes their account: what the cases of others say of them is deleted, and the open ones end.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.identity.same_person import holds_number
from bot.services.review import identity_alerts, identity_digests, identity_held
from bot.services.review.identity_digests import DIGEST
from bot.services.review.identity_moves import IDENTITY_LEASE_TIMER
from bot.services.values import names
from storage import audit
from storage.engine import outbox, timers
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import identity_case_deletion, identity_case_status, identity_cases
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus


def end_of_account(session: Session, account: Account, *, now: datetime, tell: bool = False) -> None:
    """End the open case of an account that is somebody else's or nobody's from now on. tell: the account reads it."""
    case = identity_cases.open_of_account(session, account.id)
    if case is not None and end(session, case, lane=account.lane, now=now) and tell:
        outbox.notify_account(session, account, "identity.stopped", case.id, at=now)


def end(session: Session, case: IdentityCase, *, lane: str, now: datetime) -> bool:
    """End an open case; the photos, also those that a reviewer sees, and what it says of people are deleted.

    Returns False if it is closed already.
    """
    reviewer = identity_held.reviewer_of(session, case, now=now)
    if not identity_case_status.close(session, case, IdentityCaseStatus.STOPPED, at=now):
        return False
    identity_held.tell_end(session, case, reviewer, now=now)
    audit.record(session, audit.Action.IDENTITY_STOPPED, by=None, on=case.id, at=now)
    identity_case_deletion.empty(session, case)
    timers.bring_forward(session, IDENTITY_LEASE_TIMER, case.id, to=now)
    _tell_holder(session, case, lane=lane, now=now)
    return True


def forget(session: Session, person: Person, *, now: datetime) -> None:
    """Delete what the cases of others say of this person, who deletes their account; the open ones end."""
    for case in identity_cases.open_against(session, person.id):
        _end_of_stranger(session, case, now=now)
    index = people.id_number_index(person.id_number) if person.id_number else ""
    for case in identity_case_deletion.with_number(session, index) if index else []:
        if not _is_about(case, person):
            continue
        if case.is_open:
            _end_of_stranger(session, case, now=now)
        else:
            identity_case_deletion.empty(session, case)


def _is_about(case: IdentityCase, person: Person) -> bool:
    """Return whether the ID number of a case is this person's, who holds it, or declares it under the same name.

    An open case goes on if they only declare it: its applicant may be whose number it is.
    """
    return holds_number(person) or (not case.is_open and names.are_same(case.name, person.name))


def _end_of_stranger(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """End a case about a person who leaves and is no longer told; its applicant reads it."""
    case.holder_id = None
    account = session.get_one(Account, case.account_id)
    if end(session, case, lane=account.lane, now=now):
        outbox.notify_account(session, account, "identity.stopped", case.id, at=now)


def _tell_holder(session: Session, case: IdentityCase, *, lane: str, now: datetime) -> None:
    """Tell who holds the identity: with the next digest, at once if none is due, since people are locked already."""
    if case.disputed_at is not None:
        identity_digests.tell_end(session, case, lane=lane, now=now)
        return
    identity_alerts.close(session, case, now=now)
    if case.holder_id is None or case.told_at is None or timers.is_set(session, DIGEST, case.holder_id):
        return
    account = accounts.of_person(session, case.holder_id)
    own_lane = account.lane if account is not None else lane
    timers.start(session, DIGEST, case.holder_id, lane=own_lane, due_at=now)
