"""Keep subscriptions of other systems to what happened.

Revision 0072, after 0071.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


IS_SERVING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "event_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", sa.String(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_subscriptions")),
    )
    op.create_index(
        "uq_event_subscriptions_name",
        "event_subscriptions",
        ["name"],
        unique=True,
        sqlite_where=IS_SERVING,
        postgresql_where=IS_SERVING,
    )


def downgrade() -> None:
    op.drop_table("event_subscriptions")
