"""Keep limits by keyed hash, so that they hold for every account of a person and after its deletion.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "limit_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_records")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_limit_records_key_hash"), "limit_records", ["key_hash"])
    op.create_index(op.f("ix_limit_records_until"), "limit_records", ["until"])
    active = sa.text("ended_at IS NULL")
    op.create_index("ix_blocks_person", "blocks", ["person_id"], sqlite_where=active, postgresql_where=active)


def downgrade() -> None:
    op.drop_index("ix_blocks_person", table_name="blocks")
    op.drop_index(op.f("ix_limit_records_until"), table_name="limit_records")
    op.drop_index(op.f("ix_limit_records_key_hash"), table_name="limit_records")
    op.drop_table("limit_records")
