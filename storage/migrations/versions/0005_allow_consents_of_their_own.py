"""Allow consents of their own to photos of ID documents and to sending data to providers.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXTS_OF_0001 = ("terms", "face", "filing", "violations", "certificate")
NEW_TEXTS = ("id_photos", "data_sharing")
CHECK = "ck_agreements_agreedtext"


def upgrade() -> None:
    _allow((*TEXTS_OF_0001, *NEW_TEXTS))


def downgrade() -> None:
    agreements = sa.table("agreements", sa.column("kind", sa.String()))
    op.execute(agreements.delete().where(agreements.c.kind.in_(NEW_TEXTS)))
    _allow(TEXTS_OF_0001)


def _allow(texts: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the text. On SQLite, copying the table leaves the old one out."""
    values = ", ".join(f"'{text}'" for text in texts)
    with op.batch_alter_table("agreements") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), f"kind IN ({values})")
