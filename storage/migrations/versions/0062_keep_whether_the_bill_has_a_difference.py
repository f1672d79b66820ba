"""Keep whether the bill has a difference, how a refund went back without the gateway, and which receipts are void.

Revision 0062, after 0061.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

UNBILLED = "state = 'done' AND billed_on IS NULL"
BY_THE_GATEWAY = f"{UNBILLED} AND elsewhere IS NULL"


def upgrade() -> None:
    op.add_column("differences", sa.Column("on_bill", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE differences SET on_bill = true WHERE kind IN ('unknown_refund', 'refund_amount')")
    op.add_column("refunds", sa.Column("elsewhere", sa.String(length=32), nullable=True))
    op.add_column("refunds", sa.Column("reference", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("refunds") as batch:
        batch.create_check_constraint(op.f("ck_refunds_refundway"), "elsewhere IN ('console', 'cash')")
        batch.create_check_constraint(
            op.f("ck_refunds_never_sent"), "elsewhere IS NULL OR state IN ('approved', 'done')"
        )
    _index_unbilled(BY_THE_GATEWAY)
    op.add_column("payment_lines", sa.Column("voided_at", database.UtcMoment(), nullable=True))
    void = sa.text("voided_at IS NOT NULL")
    op.create_index(
        "ix_payment_lines_voided_at", "payment_lines", ["voided_at"], sqlite_where=void, postgresql_where=void
    )
    op.add_column("decisions", sa.Column("due_again_at", database.UtcMoment(), nullable=True))


def downgrade() -> None:
    op.drop_column("decisions", "due_again_at")
    op.drop_index("ix_payment_lines_voided_at", "payment_lines")
    op.drop_column("payment_lines", "voided_at")
    _index_unbilled(UNBILLED)
    with op.batch_alter_table("refunds") as batch:
        batch.drop_constraint(op.f("ck_refunds_never_sent"), type_="check")
        batch.drop_constraint(op.f("ck_refunds_refundway"), type_="check")
    op.drop_column("refunds", "reference")
    op.drop_column("refunds", "elsewhere")
    op.drop_column("differences", "on_bill")


def _index_unbilled(condition: str) -> None:
    op.drop_index("ix_refunds_unbilled", "refunds")
    where = sa.text(condition)
    op.create_index("ix_refunds_unbilled", "refunds", ["done_at"], sqlite_where=where, postgresql_where=where)
