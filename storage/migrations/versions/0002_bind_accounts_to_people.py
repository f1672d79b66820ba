"""Bind accounts to people for good.

Revision 0002, after 0001. A person who signs out locks their account and keeps it.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("locked_at", database.UtcMoment(), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "locked_at")
