"""Identity cases whose holder has got another account since.

Revision 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

# Undecided cases whose holder has registered an account after they were opened.
OUTDATED = """
UPDATE identity_cases SET outdated = true WHERE status IN ('waiting', 'taken') AND EXISTS (
    SELECT 1 FROM accounts
    WHERE accounts.person_id = identity_cases.holder_id AND accounts.registered_at > identity_cases.opened_at
)
"""


def upgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("outdated", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute(OUTDATED)


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.drop_column("outdated")
