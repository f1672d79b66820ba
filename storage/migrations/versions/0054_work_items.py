"""Keep the clock of every piece of work of the staff, who has taken it, and who is away.

Revision 0054, after 0053.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENTS = ("told_at", "unreached_at", "reminded_at", "alarmed_at", "ended_at")
OPEN = "ended_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "work_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("since", database.UtcMoment(), nullable=False),
        sa.Column("due_at", database.UtcMoment(), nullable=False),
        *(sa.Column(name, database.UtcMoment(), nullable=True) for name in MOMENTS),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_work_items_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_items")),
    )
    for name, columns, where in (
        ("uq_work_items_open", ["kind", "subject"], OPEN),
        ("ix_work_items_clock", ["kind", "due_at"], OPEN),
        ("ix_work_items_untold", ["since"], f"told_at IS NULL AND {OPEN}"),
        ("ix_work_items_unreminded", ["due_at"], f"reminded_at IS NULL AND {OPEN}"),
        ("ix_work_items_unalarmed", ["due_at"], f"alarmed_at IS NULL AND {OPEN}"),
        ("ix_work_items_taken", ["taken_by"], f"taken_by IS NOT NULL AND {OPEN}"),
        ("ix_work_items_ended", ["ended_at"], "ended_at IS NOT NULL"),
    ):
        op.create_index(
            name,
            "work_items",
            columns,
            unique=name.startswith("uq_"),
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.add_column("staff", sa.Column("away_until", database.UtcMoment(), nullable=True))


def downgrade() -> None:
    op.drop_column("staff", "away_until")
    op.drop_table("work_items")
