"""Keep when a person left their account, so that their data have an end of keeping.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("left_at", database.UtcMoment(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.drop_column("left_at")
