"""Seal the audit with a key, mark its entries, and keep the heads given outside.

Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("mark", sa.String(), nullable=True))
    op.create_table(
        "audit_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_keys")),
    )
    op.create_table(
        "audit_heads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", database.UtcMoment(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
        sa.UniqueConstraint("day", name=op.f("uq_audit_heads_day")),
    )


def downgrade() -> None:
    # An earlier version continues its plain hashes, of 64 characters; links under a key mean nothing to it.
    first = "SELECT min(position) FROM audit_seals WHERE length(hash) = 44"
    op.execute(f"DELETE FROM audit_seals WHERE position >= ({first})")
    op.drop_table("audit_heads")
    op.drop_table("audit_keys")
    op.drop_column("audit", "mark")
