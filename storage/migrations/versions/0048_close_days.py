"""Close each day with each provider, and number the receipts without gaps.

Revision 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_closings",
        sa.Column(
            "provider",
            sa.Enum("wechat", "alipay", name="paymentprovider", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_at", database.UtcMoment(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("refunds", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("corrected", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "day", name=op.f("pk_daily_closings")),
    )
    op.add_column("reconciliations", sa.Column("received", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("reconciliations", sa.Column("refunded", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("payment_lines", sa.Column("receipt_number", sa.BigInteger(), nullable=True))
    op.create_index("uq_payment_lines_receipt_number", "payment_lines", ["receipt_number"], unique=True)
    op.create_index("ix_refunds_billed_on", "refunds", ["billed_on"])


def downgrade() -> None:
    op.drop_index("ix_refunds_billed_on", "refunds")
    op.drop_index("uq_payment_lines_receipt_number", "payment_lines")
    op.drop_column("payment_lines", "receipt_number")
    op.drop_column("reconciliations", "refunded")
    op.drop_column("reconciliations", "received")
    op.drop_table("daily_closings")
