"""`doctor`: which processes run, and whether they have one version."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.cli import doctor_database
from bot.cli.doctor_result import CheckResult, Level
from bot.settings import Settings
from storage.database import Database
from storage.engine import processes


def version_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield the result about the processes; nothing while there is no current database to ask."""
    with doctor_database.opened(settings) as database:
        if database is not None:
            yield check(database, datetime.now(UTC))


def check(database: Database, now: datetime) -> CheckResult:
    """Return which processes run; two versions are a warning."""
    with database.reading() as session:
        running = processes.running(session, now=now)
    if not running:
        return CheckResult(Level.OK, "no process of the desk runs")
    versions = Counter(row.version for row in running)
    roles = {version: ", ".join(row.role for row in running if row.version == version) for version in versions}
    what = "; ".join(f"{count} of version {version} ({roles[version]})" for version, count in sorted(versions.items()))
    if len(versions) == 1:
        return CheckResult(Level.OK, f"processes heard of within a minute: {what}")
    return CheckResult(Level.WARN, f"processes of {len(versions)} versions run: {what}", "restart the older ones")
