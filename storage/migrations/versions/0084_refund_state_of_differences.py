"""Keep what had become of a refund that the desk did not send when its bill was made.

Revision 0084, after 0083.
"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

STATES = ("proposed", "approved", "sent", "done", "failed")
CHECK = "ck_differences_refundstate"


def upgrade() -> None:
    op.add_column("differences", sa.Column("refund_state", sa.String(length=32), nullable=True))
    with op.batch_alter_table("differences") as batch:
        batch.create_check_constraint(op.f(CHECK), f"refund_state IN ({', '.join(repr(state) for state in STATES)})")


def downgrade() -> None:
    with op.batch_alter_table("differences") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
    op.drop_column("differences", "refund_state")
