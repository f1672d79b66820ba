"""Send digests and reminders behind everything else of their chat.

Revision 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


OPEN = sa.text("state IN ('waiting', 'underway')")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("is_soft", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_outbox_lanes", "outbox")
    columns = ["channel", "lane", "is_soft", "id"]
    op.create_index("ix_outbox_lanes", "outbox", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_outbox_lanes", "outbox")
    columns = ["channel", "lane", "id"]
    op.create_index("ix_outbox_lanes", "outbox", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_column("outbox", "is_soft")
