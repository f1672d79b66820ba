"""Keep with each SMS code whether others may have requested it and whether it was withheld, with each view if told.

Revision 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


COLUMNS = ("by_others", "withheld")


def upgrade() -> None:
    with op.batch_alter_table("codes") as batch:
        for column in COLUMNS:
            batch.add_column(sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("certificate_looks") as batch:
        batch.add_column(sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("certificate_looks") as batch:
        batch.drop_column("told")
    with op.batch_alter_table("codes") as batch:
        for column in reversed(COLUMNS):
            batch.drop_column(column)
