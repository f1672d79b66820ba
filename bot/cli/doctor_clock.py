"""`doctor`: the clock of this machine, compared with what the store knows: the database server's, and the audit's end.

`doctor_telegram` compares it with that of the Bot API, where there is a token.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.cli import doctor_database
from bot.cli.doctor_result import CheckResult, Level
from bot.cli.doctor_telegram import MAX_CLOCK_OFFSET
from bot.engine.server_clock import MAX_OFFSET
from bot.settings import Settings
from storage import audit_search
from storage.database import Database
from storage.database.clock import server_time


def clock_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is wrong with the clock; nothing while there is no current database to ask."""
    with doctor_database.opened(settings) as database:
        if database is not None:
            yield from check(database, now=datetime.now(UTC))


def check(
    database: Database, *, now: datetime, read: Callable[[Engine], datetime] = server_time
) -> Iterator[CheckResult]:
    """Yield a failure if the database server has another time, a warning if the audit ends in the future."""
    if not database.is_sqlite:
        offset = (now - read(database.engine)).total_seconds()
        if abs(offset) > MAX_CLOCK_OFFSET:
            what = f"the clock of this machine is {_words(offset)} that of the database server"
            yield CheckResult(Level.FAIL, what, "set both (NTP): the database server's decides what is due")
    with database.reading() as session:
        newest = audit_search.latest(session, limit=1)
    if newest and newest[0].at - now > MAX_OFFSET:
        what = f"the clock is {_words((now - newest[0].at).total_seconds())} the newest entry of the audit"
        advice = "set the clock (NTP); if it is right, it was ahead, and what was stored then has wrong times"
        yield CheckResult(Level.WARN, what, advice)


def _words(offset: float) -> str:
    return f"{abs(offset):.0f} s {'ahead of' if offset > 0 else 'behind'}"
