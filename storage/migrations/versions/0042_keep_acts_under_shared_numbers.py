"""Keep whose acts under an ID number that several people declared count for its holder.

Revision 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLE = "shared_numbers"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("at", database.UtcMoment(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("counts OR answered_by IS NOT NULL", name=op.f(f"ck_{TABLE}_counts_until_answered")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{TABLE}_person_id")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f(f"fk_{TABLE}_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("person_id", "other_id", name=op.f(f"uq_{TABLE}_person_id_other_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_other_id"), TABLE, ["other_id"])
    op.create_index(op.f(f"ix_{TABLE}_at"), TABLE, ["at"])
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("first_counts", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.drop_column("first_counts")
    op.drop_index(op.f(f"ix_{TABLE}_at"), table_name=TABLE)
    op.drop_index(op.f(f"ix_{TABLE}_other_id"), table_name=TABLE)
    op.drop_table(TABLE)
