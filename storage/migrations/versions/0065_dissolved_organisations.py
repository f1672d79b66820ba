"""Keep when an organisation was dissolved.

Revision 0065, after 0064.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("dissolved_at", UtcMoment(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisations", "dissolved_at")
