"""Index open invitations by their sender, and photos of identity cases by what they show.

Revision 0069, after 0068.
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


CASES = ("document_hash", "document_look", "selfie_hash", "selfie_look")
IS_OPEN = sa.text("used_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    for column in CASES:
        is_kept = sa.text(f"{column} IS NOT NULL")
        name = f"ix_identity_cases_{column}"
        op.create_index(name, "identity_cases", [column], sqlite_where=is_kept, postgresql_where=is_kept)
    op.create_index(
        "ix_invitations_invited_by", "invitations", ["invited_by"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_invitations_invited_by", "invitations")
    for column in CASES:
        op.drop_index(f"ix_identity_cases_{column}", "identity_cases")
