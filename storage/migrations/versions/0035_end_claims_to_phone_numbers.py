"""What a proposal of the admins withdraws: a verification, or a person's claim to a phone number.

Revision 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ABOUT = sa.Enum("verification", "phone", name="withdrawalsubject", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("verification_withdrawals") as batch:
        batch.add_column(sa.Column("about", ABOUT, server_default="verification", nullable=False))


def downgrade() -> None:
    # Without the column they would read as proposals about a verification.
    op.execute("DELETE FROM verification_withdrawals WHERE about <> 'verification'")
    with op.batch_alter_table("verification_withdrawals") as batch:
        batch.drop_constraint(op.f("ck_verification_withdrawals_withdrawalsubject"), type_="check")
        batch.drop_column("about")
