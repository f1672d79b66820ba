"""Keep the keys of look-ups, so that the secret they derive from can go.

Revision 0047, after 0046.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookup_keys",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", database.UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_keys")),
    )


def downgrade() -> None:
    """An earlier version finds nothing in a store whose hashes are encrypted: restore the backup from before that."""
    op.drop_table("lookup_keys")
