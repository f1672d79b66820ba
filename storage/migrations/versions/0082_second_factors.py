"""The second factor of staff, and for which kinds of act a browser has shown it.

Revision 0082, after 0081.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment
from storage.database.columns import SqliteInteger

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("web_sessions", sa.Column("confirmed", sa.String(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "second_factors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", UtcMoment(), nullable=False),
        sa.Column("confirmed_at", UtcMoment(), nullable=True),
        sa.Column("last_step", SqliteInteger, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wrong_since", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_second_factors_account_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_second_factors_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_second_factors"),
        sa.UniqueConstraint("account_id", name="uq_second_factors_account_id"),
    )
    op.create_index("ix_second_factors_person_id", "second_factors", ["person_id"])


def downgrade() -> None:
    op.drop_table("second_factors")
    op.drop_column("web_sessions", "confirmed")
