"""`doctor`: the operator's offices, and whether people are told where to go or whom to ask."""

from bot import offices
from bot.cli.doctor_result import CheckResult, Level
from bot.offices import OfficeKind
from bot.runtime import offices_file
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings


def check(settings: Settings) -> CheckResult:
    """Check the file of offices, and that there is a counter, an inspection station or somebody to ask."""
    try:
        offices_file.load_offices(settings)
    except OperatorError as mistake:
        return CheckResult(Level.FAIL, " ".join(str(mistake).splitlines()), "correct the file")
    if not offices.is_anything_known():
        what = "no offices and no contact: where people need a counter, they are told to ask whoever runs the desk"
        return CheckResult(Level.WARN, what, "set CHEZHU_OFFICES_FILE (`offices template FILE`), CHEZHU_STAFF_CONTACT")
    missing = [kind for kind in (OfficeKind.COUNTER, OfficeKind.STATION) if not offices.of_kind(kind)]
    if missing and settings.offices_file is not None:
        what = f"{settings.offices_file} has no {' and no '.join(missing)}"
        return CheckResult(Level.WARN, what, "add one, or people are told whom to ask instead")
    return CheckResult(Level.OK, f"{len(offices.all_offices())} offices, contact: {offices.contact() or 'none'}")
