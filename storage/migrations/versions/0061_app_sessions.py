"""Keep sessions of the Mini App.

Revision 0061, after 0060.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


TABLE = "app_sessions"
REFERENCES = {"account_id": "accounts.id", "person_id": "people.id"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("launch_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))
            for column, target in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{TABLE}_token_hash")),
        sa.UniqueConstraint("launch_hash", name=op.f(f"uq_{TABLE}_launch_hash")),
    )
    for column in (*REFERENCES, "created_at"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
