"""Remember on which day the person was last reminded of a decision.

Revision 0049, after 0048.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("decisions", "reminded_on")
