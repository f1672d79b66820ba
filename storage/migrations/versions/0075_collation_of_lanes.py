"""Let PostgreSQL compare lanes by code points, as the desk does, whatever the collation of its database.

Revision 0075, after 0074.
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


TABLES = ("inbox", "outbox")
IS_OPEN = "state IN ('waiting', 'underway')"
# Their conditions would be stored in another form if PostgreSQL built them anew by itself.
INDEXES = (
    ("ix_outbox_lanes", ["channel", "lane", "is_soft", "id"], IS_OPEN),
    ("ix_outbox_answers", ["channel", "lane", "id"], f"{IS_OPEN} AND NOT is_notification"),
)


def upgrade() -> None:
    _collate(' COLLATE "C"')


def downgrade() -> None:
    _collate("")


def _collate(collation: str) -> None:
    """Set the collation of the lanes; PostgreSQL builds their indexes anew. SQLite compares by code points anyway."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, _, _ in INDEXES:
        op.drop_index(name, "outbox")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN lane TYPE VARCHAR{collation}")
    for name, columns, where in INDEXES:
        op.create_index(name, "outbox", columns, postgresql_where=sa.text(where))
