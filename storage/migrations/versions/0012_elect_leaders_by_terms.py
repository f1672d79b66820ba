"""Elect leaders by growing terms, and count the attempts of a delivery that ended without a result.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leaders",
        sa.Column("role", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("renewed_at", database.UtcMoment(), nullable=False),
        sa.Column("backend_pid", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_leaders")),
    )
    # The default is for processes of earlier versions, which do not know the column.
    op.add_column("outbox", sa.Column("interruptions", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("outbox", "interruptions")
    op.drop_table("leaders")
