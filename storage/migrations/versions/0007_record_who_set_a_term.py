"""Record who set the term of a filing, and find a person's blocks: both end with the right to speak for the vehicle.

Revision 0007, after 0006. Terms of earlier versions were set by who had been asked for their approval.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SETTERS = sa.text(
    "UPDATE filings SET term_by = (SELECT approvals.owner_id FROM approvals WHERE approvals.filing_id = filings.id)"
    " WHERE term_until IS NOT NULL"
)


def upgrade() -> None:
    op.add_column("filings", sa.Column("term_by", sa.Uuid(), nullable=True))
    op.execute(_SETTERS)
    is_active = sa.text("ended_at IS NULL")
    op.create_index("ix_blocks_by", "blocks", ["by"], sqlite_where=is_active, postgresql_where=is_active)


def downgrade() -> None:
    op.drop_index("ix_blocks_by", "blocks")
    op.drop_column("filings", "term_by")
