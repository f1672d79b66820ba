"""Alembic environment: runs the migrations on the connection that `migrator` opens and commits."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from storage.database import UtcMoment
from storage.schema import metadata


def render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Render our column types so that a revision needs nothing but `storage.database`."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "database.UtcMoment()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
    transactional_ddl=False,  # The transaction is the caller's.
)
context.run_migrations()
