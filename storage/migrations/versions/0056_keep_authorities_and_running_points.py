"""Keep the authorities that decide, and the running total of points of a decision.

Revision 0056, after 0055.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

REVOKED = "state = 'revoked'"


def upgrade() -> None:
    op.create_table(
        "authorities",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("check_rule", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_authorities")),
    )
    op.add_column("decisions", sa.Column("points_after", sa.Integer(), nullable=True))
    where = sa.text(REVOKED)
    op.create_index("ix_decisions_revoked", "decisions", ["revoked_at"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_decisions_revoked", table_name="decisions")
    op.drop_column("decisions", "points_after")
    op.drop_table("authorities")
