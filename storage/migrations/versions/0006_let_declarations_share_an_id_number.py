"""Let several self-declared people have one ID number; only people on record or verified hold it.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


LICENCE_STATUSES = (
    "none",
    "normal",
    "withdrawn",
    "cancelled",
    "overdue_renewal",
    "overdue_review",
    "withheld",
    "locked",
    "moved_away",
)
HOLDS_NUMBER = "registered OR verified_at IS NOT NULL"
SEPARATOR = ":"  # A keyed hash is URL-safe base64 and has none.
LENGTH_OF_HASH = 32


def upgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint("uq_people_id_number_index", type_="unique")
        _keep_check(batch)
    op.execute(f"UPDATE people SET id_number_index = substr(id_number_index, 1, {LENGTH_OF_HASH})")
    where = sa.text(HOLDS_NUMBER)
    op.create_index(
        "uq_people_id_number", "people", ["id_number_index"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_people_id_number_index", "people", ["id_number_index"])


def downgrade() -> None:
    """Mark the hashes of people who only declare somebody else's number, so that each hash is unique again."""
    op.drop_index("ix_people_id_number_index", "people")
    op.drop_index("uq_people_id_number", "people")
    op.execute(
        f"""UPDATE people SET id_number_index = id_number_index || '{SEPARATOR}' || CAST(id AS VARCHAR) WHERE id IN (
            SELECT id FROM (
                SELECT id, row_number() OVER (
                    PARTITION BY id_number_index ORDER BY CASE WHEN {HOLDS_NUMBER} THEN 0 ELSE 1 END, id
                ) AS place FROM people
            ) AS ranked WHERE place > 1
        )"""
    )
    with op.batch_alter_table("people") as batch:
        batch.create_unique_constraint("uq_people_id_number_index", ["id_number_index"])
        _keep_check(batch)


def _keep_check(batch: BatchOperations) -> None:
    """Add the CHECK constraint of the licence's status again: on SQLite, copying the table leaves it out."""
    if op.get_bind().dialect.name == "sqlite":
        statuses = ", ".join(f"'{status}'" for status in LICENCE_STATUSES)
        batch.create_check_constraint(op.f("ck_people_licencestatus"), f"licence_status IN ({statuses})")
