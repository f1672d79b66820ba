"""Find answers before notifications.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OPEN_ANSWERS = sa.text("state IN ('waiting', 'underway') AND NOT is_notification")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("is_notification", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_outbox_answers",
        "outbox",
        ["channel", "lane", "id"],
        sqlite_where=OPEN_ANSWERS,
        postgresql_where=OPEN_ANSWERS,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_answers", "outbox")
    op.drop_column("outbox", "is_notification")
