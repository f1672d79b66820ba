"""Keep proposals to withdraw a wrong verification, with who proposed and who decided them.

Revision 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


STATUS = sa.Enum(
    "open",
    "confirmed",
    "refused",
    "withdrawn",
    name="verificationwithdrawalstatus",
    native_enum=False,
    create_constraint=True,
    length=32,
)
TABLE, INDEX = "verification_withdrawals", "uq_verification_withdrawals_open"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_person", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", database.UtcMoment(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", database.UtcMoment(), nullable=True),
        sa.CheckConstraint("(decided_by IS NULL) = (status = 'open')", name=op.f(f"ck_{TABLE}_decided_whole")),
        sa.CheckConstraint(
            "status IN ('open', 'withdrawn') OR decided_by <> proposed_by", name=op.f(f"ck_{TABLE}_four_eyes")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'withdrawn') OR decided_person <> proposed_person", name=op.f(f"ck_{TABLE}_two_people")
        ),
        sa.CheckConstraint(
            "proposed_person <> person_id AND decided_person <> person_id", name=op.f(f"ck_{TABLE}_not_their_own")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{TABLE}_person_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f(f"fk_{TABLE}_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f(f"fk_{TABLE}_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    is_open = sa.text("status = 'open'")
    op.create_index(INDEX, TABLE, ["person_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open)


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_table(TABLE)
