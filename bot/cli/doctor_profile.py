"""`doctor`: the operator's profile, and what it leaves out."""

from bot.cli.doctor_result import CheckResult, Level
from bot.runtime import profile_file
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings


def check(settings: Settings) -> CheckResult:
    """Check the file of the profile."""
    if settings.profile is None:
        return CheckResult(Level.OK, "no profile: everything is offered")
    try:
        found = profile_file.read(settings.profile)
    except OperatorError as mistake:
        return CheckResult(Level.FAIL, " ".join(str(mistake).splitlines()), "correct the file")
    return CheckResult(Level.OK, f"profile {settings.profile}, left out: {', '.join(found.leave_out) or 'nothing'}")
