"""Keep which person has taken an identity case, and refuse one whom it concerns.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CHECK = "ck_identity_cases_not_their_own"


def upgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("reviewer_person", sa.Uuid(), nullable=True))
        batch.create_check_constraint(op.f(CHECK), "reviewer_person <> person_id AND reviewer_person <> holder_id")


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.drop_column("reviewer_person")
