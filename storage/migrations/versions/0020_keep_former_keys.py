"""Keep what a person was known by, so that matters of their own stay their own.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_former_keys_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_keys")),
    )
    op.create_index(op.f("ix_former_keys_person_id"), "former_keys", ["person_id"])
    op.create_index(op.f("ix_former_keys_until"), "former_keys", ["until"])


def downgrade() -> None:
    op.drop_index(op.f("ix_former_keys_until"), table_name="former_keys")
    op.drop_index(op.f("ix_former_keys_person_id"), table_name="former_keys")
    op.drop_table("former_keys")
