"""Find people on the blacklist, and keep who has appealed for a person that has left.

Revision 0055, after 0054.
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


LISTED = sa.text("blacklisted_until IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_people_blacklisted_until", "people", ["blacklisted_until"], sqlite_where=LISTED, postgresql_where=LISTED
    )
    op.add_column("blacklist", sa.Column("sealed_appellant", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("blacklist", "sealed_appellant")
    op.drop_index("ix_people_blacklisted_until", table_name="people")
