"""Keep what a store is: local or real, of which bot, and a canary that its secret keys open.

Revision 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "store_identity",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Enum("local", "real", name="storekind", native_enum=False, length=32), nullable=False),
        sa.Column("bot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("canary_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("canary_hash", sa.String(), nullable=False),
        sa.Column("adopted_at", database.UtcMoment(), nullable=False),
        sa.CheckConstraint("kind IN ('local', 'real')", name=op.f("ck_store_identity_storekind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_identity_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_identity")),
    )


def downgrade() -> None:
    op.drop_table("store_identity")
