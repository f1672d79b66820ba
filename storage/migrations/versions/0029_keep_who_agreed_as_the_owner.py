"""Keep who has agreed as the owner, and refuse them as the reviewer of the case.

Revision 0029, after 0028. Where the owner themself has decided an older round, the reviewer's person stays unknown:
old rows are evidence, and no reason to stop.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

AGREED = """COALESCE(
    (SELECT approvals.owner_id FROM approvals WHERE approvals.filing_id = reviews.filing_id),
    (SELECT vehicle_codes.made_by FROM vehicle_codes WHERE vehicle_codes.filing_id = reviews.filing_id))"""
CHECK = "ck_reviews_not_the_owners"


def upgrade() -> None:
    op.add_column("reviews", sa.Column("owner_person", sa.Uuid(), nullable=True))
    op.execute(f"UPDATE reviews SET owner_person = {AGREED}")
    op.execute("UPDATE reviews SET reviewer_person = NULL WHERE reviewer_person = owner_person")
    with op.batch_alter_table("reviews") as batch:
        batch.create_check_constraint(op.f(CHECK), "reviewer_person <> owner_person")


def downgrade() -> None:
    with op.batch_alter_table("reviews") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
    op.drop_column("reviews", "owner_person")
