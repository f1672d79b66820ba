"""Count the accidents of a vehicle that are not settled.

Revision 0073, after 0072.
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("vehicles", sa.Column("open_accidents", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("vehicles", "open_accidents")
