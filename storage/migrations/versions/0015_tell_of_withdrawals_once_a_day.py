"""Record when an owner was told of the withdrawal of an application.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("approvals", sa.Column("withdrawal_told_at", database.UtcMoment(), nullable=True))


def downgrade() -> None:
    op.drop_column("approvals", "withdrawal_told_at")
