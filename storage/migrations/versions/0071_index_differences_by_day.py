"""Index differences by their day, for the ledger of a period.

Revision 0071, after 0070.
"""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_differences_day"), "differences", ["day"])


def downgrade() -> None:
    op.drop_index(op.f("ix_differences_day"), "differences")
