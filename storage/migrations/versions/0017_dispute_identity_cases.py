"""Let two reviewers decide an identity case to which the holder of the account objects.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


SECOND = "ck_identity_cases_two_people"
DISPUTED = "ck_identity_cases_disputed_needs_two"


def upgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("disputed_at", database.UtcMoment(), nullable=True))
        batch.add_column(sa.Column("first_reviewer", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("first_person", sa.Uuid(), nullable=True))
        batch.create_check_constraint(op.f(SECOND), "reviewer_person <> first_person")
        batch.create_check_constraint(
            op.f(DISPUTED), "disputed_at IS NULL OR first_reviewer IS NOT NULL OR status <> 'approved'"
        )


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.drop_constraint(op.f(DISPUTED), type_="check")
        batch.drop_constraint(op.f(SECOND), type_="check")
        batch.drop_column("first_person")
        batch.drop_column("first_reviewer")
        batch.drop_column("disputed_at")
