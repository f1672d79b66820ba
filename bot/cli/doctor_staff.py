"""`doctor`: whether the members of staff may serve; reported at the start of the desk, too."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.doctor_result import CheckResult, Level
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.services.staff import member_identity
from bot.settings import Settings
from storage.database import Database
from storage.migrations import migrator
from storage.staff.members import StaffRole

ADVICE = "they send /start to register; then: run_bot.py staff verify TELEGRAM_ID"


def staff_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield the result about the members of staff; nothing while there is no current database to ask."""
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return
    try:
        if migrator.revision_of(settings.store_url).is_current:
            with open_database(settings) as database:
                yield check(database)
    except (SQLAlchemyError, OSError, OperatorError):
        return  # The check of the database reports it.


def check(database: Database) -> CheckResult:
    """Return whether every member may serve; without an admin who may, it is a failure."""
    with database.reading() as session:
        waiting = member_identity.unready(session)
        admins = member_identity.admins_on_duty(session)
        who = member_identity.summary(session)
    if not waiting:
        return CheckResult(Level.OK, "staff: all identities are verified")
    is_led = admins or not any(StaffRole.ADMIN in each.member.role_set() for each in waiting)
    return CheckResult(Level.WARN if is_led else Level.FAIL, f"staff who may not serve yet: {who}", ADVICE)
