"""Refuses a store that lacks parts of its schema, or that the desk's role on PostgreSQL may not write to as a whole.

The first is left of a restore or a copy that did not come to its end, the second of one that another role has made.
"""

from sqlalchemy import Connection, text

from bot.program_name import PROGRAM
from bot.runtime.operator_error import WrongConfiguration
from storage.database.engines import single_engine

INCOMPLETE = (
    "This store is incomplete: it lacks {count} tables, columns or keys ({names}), as after a restore or a copy that "
    f"was cut off. Restore a whole backup: {PROGRAM} restore FILE"
)
FORBIDDEN = (
    "The role {role} may not use {count} tables or sequences of this store ({names}), as after a restore by another "
    "role. It has to own them, because upgrades change them: REASSIGN OWNED BY the other role TO {role}; or, if that "
    "is the superuser of the server, restore once more with pg_restore --no-owner --role={role}"
)
MAX_NAMED = 3


def refuse(url: str) -> None:
    """Check that a store at the newest revision has every part, and the desk may use it.

    Raises WrongConfiguration, SQLAlchemyError.
    """
    if problem := problem_of(url):
        raise WrongConfiguration(f"{problem}.")


def problem_of(url: str) -> str:
    """Return what is wrong with a store at the newest revision, and what to do; "" if it is whole and may be used.

    Raises SQLAlchemyError.
    """
    from storage import store_parts, store_privileges  # They load every table.

    with single_engine(url).connect() as connection:
        if missing := store_parts.missing(connection):
            return INCOMPLETE.format(count=len(missing), names=_some(missing))
        if lacking := store_privileges.lacking(connection):
            return FORBIDDEN.format(role=_role(connection), count=len(lacking), names=_some(lacking))
    return ""


def _some(names: list[str]) -> str:
    return ", ".join(names[:MAX_NAMED]) + (" …" if len(names) > MAX_NAMED else "")


def _role(connection: Connection) -> str:
    return str(connection.execute(text("SELECT quote_ident(current_user)")).scalar_one())
