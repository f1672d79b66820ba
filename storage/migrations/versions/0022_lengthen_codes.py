"""Store how long each code is, and count the wrong tries of a requester by limit records.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LONGER = "purpose IN ('registration', 'portal', 'unlock', 'identity_case')"  # These have had eight digits.


def upgrade() -> None:
    op.drop_index("ix_codes_asked_by_sent_at", "codes")
    with op.batch_alter_table("codes") as batch:
        batch.add_column(sa.Column("length", sa.Integer(), nullable=False, server_default="6"))
    op.execute(f"UPDATE codes SET length = 8 WHERE {LONGER}")
    op.drop_index("ix_wrong_codes_requester_at", "wrong_codes")
    with op.batch_alter_table("wrong_codes") as batch:
        batch.drop_column("requester")


def downgrade() -> None:
    with op.batch_alter_table("wrong_codes") as batch:
        batch.add_column(sa.Column("requester", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("wrong_codes") as batch:
        batch.alter_column("requester", server_default=None)
    op.create_index("ix_wrong_codes_requester_at", "wrong_codes", ["requester", "at"])
    with op.batch_alter_table("codes") as batch:
        batch.drop_column("length")
    op.create_index("ix_codes_asked_by_sent_at", "codes", ["asked_by", "sent_at"])
