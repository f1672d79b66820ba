"""What the holder of an identity hears of cases about it: at most one message a day, whoever opens how many.

The first case is told at once; what comes within a day of it, new cases and the end of those that were told, is told
together.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.review import identity_alerts, identity_holders
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import database
from storage.database import NamedLock
from storage.engine import outbox, timers
from storage.identity import accounts
from storage.review import identity_cases
from storage.review.identity_cases import IdentityCase

DIGEST = "identity.digest"
DAY = timedelta(days=1)


def may_tell(session: Session, holder_id: UUID, *, lane: str, now: datetime) -> bool:
    """Return whether the holder may be told now; then a day begins in which they are told nothing.

    lane: the applicant's, in which the digest is handled if the holder has no account. Locks the holder's digest.
    """
    database.lock_name(session, NamedLock.IDENTITY_DIGEST, holder_id.hex)
    if timers.is_set(session, DIGEST, holder_id):
        return False
    _wait(session, holder_id, lane=lane, now=now)
    return True


def tell_end(session: Session, case: IdentityCase, *, lane: str, now: datetime) -> None:
    """Tell the holder that a case is over without effect: at once if they have objected, else now or in the digest.

    Called after `lock` and the end of the case.
    """
    identity_alerts.close(session, case, now=now)
    if case.disputed_at is not None:
        _answer_objection(session, case, now=now)
    elif case.holder_id is None or case.told_at is None:
        return
    elif may_tell(session, case.holder_id, lane=lane, now=now):
        outbox.notify(session, case.holder_id, "identity.holder-decided", case.id, at=now)
        identity_cases.set_told(session, [case], at=now)


def _answer_objection(session: Session, case: IdentityCase, *, now: datetime) -> None:
    """Tell who has objected in the chat and by SMS: they may have done so with the phone on record."""
    person = identity_holders.affected(session, case)
    if person is None:
        return
    account = accounts.of_person(session, person.id)
    if case.holder_id == person.id and account is not None and account.can_be_notified:
        outbox.notify(session, person.id, "identity.holder-decided", case.id, at=now, sms=False)
    outbox.notify_by_sms(session, person.id, "identity.holder-decided", case.id, at=now)


def lock(session: Session, case: IdentityCase) -> None:
    """Lock the digest of the holder, before the case or anything else is locked."""
    if case.holder_id is not None:
        database.lock_name(session, NamedLock.IDENTITY_DIGEST, case.holder_id.hex)


def send(session: Session, holder_id: UUID, *, lane: str, now: datetime) -> None:
    """Tell the holder of what has come since the last message, and wait again; with nothing, the wait ends.

    New cases are told in the chat and by SMS, like a single one: who holds the chat may be a thief.
    """
    database.lock_name(session, NamedLock.IDENTITY_DIGEST, holder_id.hex)
    found = identity_cases.to_tell(session, holder_id)
    if not found:
        return
    is_new = any(case.is_open and case.told_at is None for case in found)
    identity_cases.set_told(session, found, at=now)
    about = identity_alerts.list_topic(holder_id)
    outbox.notify(session, holder_id, DIGEST, holder_id, at=now, sms=not is_new, about=about)
    if is_new:
        outbox.notify_by_sms(session, holder_id, DIGEST, holder_id, at=now)
    _wait(session, holder_id, lane=lane, now=now)


def _wait(session: Session, holder_id: UUID, *, lane: str, now: datetime) -> None:
    """Set the timer of the digest: a day, or half of the time to object, if that is less."""
    account = accounts.of_person(session, holder_id)
    to_object = timedelta(hours=rules.number(session, RuleName.IDENTITY_WAIT_HOURS, at=now))
    due_at = now + min(DAY, to_object / 2)
    timers.start(session, DIGEST, holder_id, lane=account.lane if account is not None else lane, due_at=due_at)
