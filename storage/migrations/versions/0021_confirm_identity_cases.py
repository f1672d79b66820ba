"""Let the phone on record confirm an identity case, keep the hashes of its photos, and ask for two reviewers.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


MOVING = "ck_identity_cases_moving_needs_two"
HASHES = ("document_hash", "document_look", "selfie_hash", "selfie_look")


def upgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("needs_two", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch.add_column(sa.Column("confirmed_at", database.UtcMoment(), nullable=True))
        for name in HASHES:
            batch.add_column(sa.Column(name, sa.String(), nullable=True))
        batch.create_check_constraint(
            op.f(MOVING), "NOT needs_two OR first_reviewer IS NOT NULL OR status <> 'approved'"
        )
    # Cases that were opened before need two reviewers too, unless they only ask to be verified.
    op.execute("UPDATE identity_cases SET needs_two = true WHERE status IN ('waiting', 'taken') AND kind <> 'verify'")


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.drop_constraint(op.f(MOVING), type_="check")
        for name in reversed(HASHES):
            batch.drop_column(name)
        batch.drop_column("confirmed_at")
        batch.drop_column("needs_two")
