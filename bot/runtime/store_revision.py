"""Whether the migrations of this version can begin at what a store is: a desk's, and of no newer version."""

from sqlalchemy import Connection, inspect, text

from bot.program_name import PROGRAM
from bot.runtime.operator_error import WrongConfiguration
from storage.database import revision
from storage.database.engines import single_engine

VERSIONS = "alembic_version"
NEWER = (
    "This store is of a newer version of the desk (revision {found}, this one knows {newest}). Install that version "
    f"again; or, to stay with this one, {PROGRAM} restore FILE with the backup from before the upgrade"
)
NO_REVISION = f"This store does not say of which version it is. Restore a backup: {PROGRAM} restore FILE"
OF_OTHERS = (
    "This database belongs to another program: it has tables ({tables}), but none of a desk. Correct "
    "CHEZHU_DATABASE_URL or CHEZHU_DATA_DIR, or give the desk a database of its own"
)
MAX_NAMED = 3


def refuse(url: str) -> None:
    """Check that this version can migrate the store. Raises WrongConfiguration, SQLAlchemyError."""
    if problem := problem_of(url):
        raise WrongConfiguration(f"{problem}.")


def problem_of(url: str) -> str:
    """Return why this version cannot migrate the store, and what to do; "" if it can. Raises SQLAlchemyError."""
    engine = single_engine(url)
    with engine.connect() as connection:
        tables = sorted(set(inspect(connection).get_table_names()) - _of_extensions(connection))
        if VERSIONS not in tables:
            return OF_OTHERS.format(tables=_listed(tables)) if tables else ""
        found = connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalars().all()
    if not found:
        return NO_REVISION if len(tables) > 1 else ""
    newer = [each for each in found if each not in revision.revisions()]
    return NEWER.format(found=newer[0], newest=revision.newest_revision()) if newer else ""


def _of_extensions(connection: Connection) -> set[str]:
    """Return the tables that belong to extensions of PostgreSQL: a database that has no others is empty."""
    if connection.dialect.name != "postgresql":
        return set()
    owned = "SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.objid = c.oid AND d.deptype = 'e'"
    return set(connection.execute(text(owned)).scalars())


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MAX_NAMED]) + (" …" if len(names) > MAX_NAMED else "")
