"""`doctor`: whether the members of staff may serve; reported at the start of the desk, too."""

from collections.abc import Iterator

from bot.cli import doctor_database
from bot.cli.doctor_result import CheckResult, Level
from bot.program_name import PROGRAM
from bot.services.staff import member_identity
from bot.settings import Settings
from storage.database import Database
from storage.staff.members import StaffRole

ADVICE = f"they send /start to register; then: {PROGRAM} staff verify TELEGRAM_ID"


def staff_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield the result about the members of staff; nothing while there is no current database to ask."""
    with doctor_database.opened(settings) as database:
        if database is not None:
            yield check(database)


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
