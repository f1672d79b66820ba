"""Keep how many rows a proposed import leaves out.

Revision 0081, after 0080.
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_proposals", sa.Column("wrong", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("import_proposals", "wrong")
