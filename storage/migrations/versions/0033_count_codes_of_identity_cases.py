"""Codes and tries of identity cases, and when their holder was told of them.

Revision 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# Of cases that are undecided, as the audit counts them.
COUNTED = """
UPDATE identity_cases SET {column} = (
    SELECT count(*) FROM audit WHERE audit."on" = identity_cases.id AND audit.action = '{action}'
) WHERE status IN ('waiting', 'taken')
"""


def upgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("codes_asked", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch.add_column(sa.Column("code_asked_at", database.UtcMoment(), nullable=True))
        batch.add_column(sa.Column("code_tries", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch.add_column(sa.Column("told_at", database.UtcMoment(), nullable=True))
    op.execute(COUNTED.format(column="codes_asked", action="identity:code_asked"))
    op.execute(COUNTED.format(column="code_tries", action="identity:code_tried"))
    op.execute("UPDATE identity_cases SET told_at = opened_at WHERE holder_id IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        for name in ("told_at", "code_tries", "code_asked_at", "codes_asked"):
            batch.drop_column(name)
