"""Keep the day of the bill with each payment.

Revision 0060, after 0059.
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment_transactions", sa.Column("billed_on", sa.Date(), nullable=True))
    op.create_index("ix_payment_transactions_billed_on", "payment_transactions", ["billed_on"])


def downgrade() -> None:
    op.drop_index("ix_payment_transactions_billed_on", "payment_transactions")
    op.drop_column("payment_transactions", "billed_on")
