"""Sessions of the staff's page: a browser signs in to it apart from the portal.

Revision 0078, after 0077.
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_sessions", sa.Column("for_staff", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("DELETE FROM web_sessions WHERE for_staff")  # The portal would take them for its own.
    op.drop_column("web_sessions", "for_staff")
