"""Keep clients of the machine API, and which rows each has sent.

Revision 0068, after 0067.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


IS_SERVING = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "api_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_digest", sa.String(), nullable=False),
        sa.Column("key_end", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_at", UtcMoment(), nullable=False),
        sa.Column("revoked_at", UtcMoment(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_clients")),
    )
    for column in ("name", "key_digest"):
        op.create_index(
            f"uq_api_clients_{column}",
            "api_clients",
            [column],
            unique=True,
            sqlite_where=IS_SERVING,
            postgresql_where=IS_SERVING,
        )
    op.create_table(
        "source_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("row_hash", sa.String(), nullable=False),
        sa.Column("changed_at", UtcMoment(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["api_clients.id"], name=op.f("fk_source_rows_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_rows")),
        sa.UniqueConstraint("client_id", "kind", "key_hash", name=op.f("uq_source_rows_client_id_kind_key_hash")),
    )


def downgrade() -> None:
    op.drop_table("source_rows")
    op.drop_table("api_clients")
