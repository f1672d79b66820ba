"""The revision of a database, read without Alembic, because loading Alembic takes a tenth of every start."""

from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from storage.database.engines import single_engine

VERSIONS_DIRECTORY = Path(__file__).parents[1] / "migrations" / "versions"


def revisions() -> frozenset[str]:
    """Return the revisions that this version knows. The files are named after them."""
    return frozenset(path.name.partition("_")[0] for path in VERSIONS_DIRECTORY.glob("[0-9]*.py"))


def newest_revision() -> str:
    """Return the newest revision. They count upwards."""
    return max(revisions())


def is_up_to_date(url: str) -> bool:
    """Return whether a database is at the newest revision; False if it is missing or does not respond."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return False
    engine = single_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [
                newest_revision()
            ]
    except DBAPIError:
        return False
