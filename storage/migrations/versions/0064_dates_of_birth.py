"""Keep dates of birth that documents do not carry.

Revision 0064, after 0063.
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("sealed_birth_date", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "sealed_birth_date")
