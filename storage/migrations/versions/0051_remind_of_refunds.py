"""Remind cashiers once a day of refunds that are overdue.

Revision 0051, after 0050.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("refunds", sa.Column("reminded_at", database.UtcMoment(), nullable=True))


def downgrade() -> None:
    op.drop_column("refunds", "reminded_at")
