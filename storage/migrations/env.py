"""Alembic environment: runs the migrations on the connection that `migrator` opens and commits."""

from collections.abc import Sequence
from typing import Any, Literal

from alembic import context
from alembic.operations.ops import CreateTableOp, MigrateOperation, MigrationScript, OpContainer
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


def drop_info(_: Any, __: Any, scripts: Sequence[MigrationScript]) -> None:
    """Leave out what `storage.retention` declares in `Table.info`: its functions cannot be written into a revision."""
    waiting: list[MigrateOperation] = [
        each for script in scripts for each in (*script.upgrade_ops_list, *script.downgrade_ops_list)
    ]
    while waiting:
        operation = waiting.pop()
        if isinstance(operation, CreateTableOp):
            operation.info.clear()
        elif isinstance(operation, OpContainer):
            waiting += operation.ops


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    process_revision_directives=drop_info,
    compare_type=True,
    transactional_ddl=False,  # The transaction is the caller's.
)
context.run_migrations()
