"""Refuses a store that lacks parts of its schema: what was left of a restore or a copy that did not come to its end."""

from bot.program_name import PROGRAM
from bot.runtime.operator_error import WrongConfiguration
from storage.database.engines import single_engine

INCOMPLETE = (
    "This store is incomplete: it lacks {count} tables, columns or keys ({names}), as after a restore or a copy that "
    f"was cut off. Restore a whole backup: {PROGRAM} restore FILE"
)
MAX_NAMED = 3


def refuse(url: str) -> None:
    """Check that a store at the newest revision has every part. Raises WrongConfiguration, SQLAlchemyError."""
    if problem := problem_of(url):
        raise WrongConfiguration(f"{problem}.")


def problem_of(url: str) -> str:
    """Return what a store at the newest revision lacks, and what to do; "" if it is whole. Raises SQLAlchemyError."""
    from storage import store_parts  # It loads every table.

    with single_engine(url).connect() as connection:
        names = store_parts.missing(connection)
    if not names:
        return ""
    named = ", ".join(names[:MAX_NAMED]) + (" …" if len(names) > MAX_NAMED else "")
    return INCOMPLETE.format(count=len(names), names=named)
