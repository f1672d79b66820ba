"""Drop the columns of reminders and announcements that nothing uses.

Revision 0070, after 0069.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_reviews_announced", "reviews")
    op.drop_column("reviews", "announced")
    op.drop_column("refunds", "reminded_at")


def downgrade() -> None:
    op.add_column("refunds", sa.Column("reminded_at", database.UtcMoment(), nullable=True))
    op.add_column("reviews", sa.Column("announced", sa.Uuid(), nullable=True))
    op.create_index("ix_reviews_announced", "reviews", ["announced"])
