"""Reports runs of wrong SMS codes: an alarm for the admins at once, a message to the target at most once a day."""

from datetime import datetime

from sqlmodel import Session

from bot.services.identity.code_limits import DAY
from bot.services.staff import alarms
from storage.engine import outbox
from storage.identity import wrong_codes
from storage.identity.sms_codes import SmsCode
from storage.identity.wrong_codes import WrongCode
from storage.register import people
from storage.staff.alarms import AlarmKind

GUESSED = "code.guessed"
MAX_RUNS = 100  # Runs of one round of housekeeping.
MAX_TOLD = 5  # People with one phone number.


def report_runs(session: Session, now: datetime) -> None:
    """Report the runs that ended since the last round, and delete wrong tries past their retention."""
    for run in wrong_codes.unreported_runs(session, limit=MAX_RUNS):
        if wrong_codes.report(session, run, at=now):
            alarms.raise_alarm(session, AlarmKind.CODES_GUESSED, f"{run.purpose} {run.id}", now=now)
            _tell_target(session, run, now=now)
    wrong_codes.delete_old(session, before=now - wrong_codes.KEPT_FOR)


def _tell_target(session: Session, run: WrongCode, *, now: datetime) -> None:
    """Tell the people with this phone number, unless they were told within a day."""
    code = session.get(SmsCode, run.code_id)
    if code is None or wrong_codes.was_told(session, run.target, since=now - DAY):
        return
    run.told_at = now
    session.add(run)
    session.flush()
    for person in people.by_phone_index(session, code.to, limit=MAX_TOLD):
        outbox.notify(session, person.id, GUESSED, run.id, at=now)
