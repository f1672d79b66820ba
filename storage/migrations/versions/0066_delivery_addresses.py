"""Remember the address to which a person had a paper copy posted, if they want it.

Revision 0066, after 0065.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


TABLE = "delivery_addresses"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_recipient", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_phone", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{TABLE}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_person_id"), TABLE, ["person_id"])
    op.create_index(op.f(f"ix_{TABLE}_used_at"), TABLE, ["used_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
