"""Allow SMS codes for three more purposes: unlocking, identity cases, requests about personal data.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PURPOSES_OF_0001 = ("registration", "owner_consent", "payment", "portal")
NEW_PURPOSES = ("unlock", "identity_case", "privacy")
CHECK = "ck_codes_purpose"


def upgrade() -> None:
    _allow((*PURPOSES_OF_0001, *NEW_PURPOSES))


def downgrade() -> None:
    codes = sa.table("codes", sa.column("purpose", sa.String()))
    op.execute(codes.delete().where(codes.c.purpose.in_(NEW_PURPOSES)))
    _allow(PURPOSES_OF_0001)


def _allow(purposes: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the purpose. On SQLite, copying the table leaves the old one out."""
    values = ", ".join(f"'{purpose}'" for purpose in purposes)
    with op.batch_alter_table("codes") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), f"purpose IN ({values})")
