"""Find the next deliveries of a channel from lane to lane.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("state IN ('waiting', 'underway')")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_lanes", "outbox", ["channel", "lane", "id"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.drop_index("ix_outbox_waiting", "outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_waiting", "outbox", ["lane", "id"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
    op.drop_index("ix_outbox_lanes", "outbox")
