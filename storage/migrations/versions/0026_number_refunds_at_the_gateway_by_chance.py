"""Let the gateway's number of a refund end in random digits, so that a restored store never repeats one.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Refunds made before keep their number: some may be at the gateway.
    op.add_column("refunds", sa.Column("suffix", sa.String(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("refunds", "suffix")
