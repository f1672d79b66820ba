"""An admin proposes a file of the register, another one confirms it.

Revision 0050, after 0049.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("open", "confirmed", "refused", "withdrawn")
CHECKS = {
    "decided_whole": "(decided_by IS NULL) = (status = 'open')",
    "four_eyes": "status NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by",
    "two_people": "status IN ('open', 'withdrawn') OR decided_person <> proposed_person",
    "withdrawn_by_proposer": "status <> 'withdrawn' OR decided_by = proposed_by",
    "importproposalstatus": f"status IN ({', '.join(repr(state) for state in STATES)})",
}


def upgrade() -> None:
    op.create_table(
        "import_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("new", "changed", "unchanged")),
        sa.Column(
            "status", sa.Enum(*STATES, name="importproposalstatus", native_enum=False, length=32), nullable=False
        ),
        sa.Column("succeeded", sa.Boolean(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_person", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_import_proposals_{name}")) for name, sql in CHECKS.items()),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_import_proposals_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_import_proposals_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_proposals")),
    )


def downgrade() -> None:
    op.drop_table("import_proposals")
