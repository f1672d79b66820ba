"""Imports of the register are staged: rows hidden until the switch, and what is still to do.

Revision 0044, after 0043.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("people", "vehicles", "violations")
STATES = ("staging", "switched", "done")
WORKS = ("put", "follow", "declared")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("import_id", BIG, nullable=True))
    op.create_table(
        "imports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="importstate", native_enum=False, length=32), nullable=False),
        sa.Column("open_slot", sa.Integer(), nullable=True),
        sa.Column("silently", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("new", "changed", "unchanged")),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("begun_at", "touched_at")),
        *(sa.Column(name, MOMENT, nullable=True) for name in ("switched_at", "done_at")),
        sa.CheckConstraint("(open_slot IS NULL) = (state = 'done')", name=op.f("ck_imports_open_until_done")),
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_imports_importstate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("open_slot", name=op.f("uq_imports_open_slot")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_jobs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("work", sa.Enum(*WORKS, name="importwork", native_enum=False, length=32), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_row", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fault", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(_one_of("work", WORKS), name=op.f("ck_import_jobs_importwork")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_jobs_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_jobs")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_import_jobs_import_id"), "import_jobs", ["import_id"])
    op.create_index(
        "ix_import_jobs_waiting",
        "import_jobs",
        ["import_id", "id"],
        sqlite_where=sa.text("fault = ''"),
        postgresql_where=sa.text("fault = ''"),
    )


def downgrade() -> None:
    op.drop_table("import_jobs")
    op.drop_table("imports")
    for table in reversed(TABLES):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("import_id")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(each) for each in values)})"
