"""Find people who left their account by an index, for housekeeping.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("left_at IS NOT NULL")
    op.create_index("ix_people_left_at", "people", ["left_at"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_people_left_at", "people")
