"""Record which processes of the desk run, and their versions.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "processes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("started_at", database.UtcMoment(), nullable=False),
        sa.Column("seen_at", database.UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processes")),
    )


def downgrade() -> None:
    op.drop_table("processes")
