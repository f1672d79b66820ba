"""Keep which parts a whole row of the machine API gave, and find rows by what they name.

Revision 0085, after 0084.
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


INDEX = "ix_source_rows_row_hash"


def upgrade() -> None:
    op.add_column("source_rows", sa.Column("parts", sa.String(), server_default="", nullable=False))
    op.create_index(op.f(INDEX), "source_rows", ["row_hash"])


def downgrade() -> None:
    op.drop_index(op.f(INDEX), table_name="source_rows")
    op.drop_column("source_rows", "parts")
