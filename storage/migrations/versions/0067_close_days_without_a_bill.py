"""Keep why a day was closed without its bill, and that a bill was refused.

Revision 0067, after 0066.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("daily_closings", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.add_column("reconciliations", sa.Column("refused", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("reconciliations", "refused")
    op.drop_column("daily_closings", "reason")
