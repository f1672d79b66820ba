"""Keep who of the staff has first upheld an objection to a paid decision.

Revision 0057, after 0056.
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_objections_first_not_their_own": "first_person <> person_id",
    "ck_objections_two_people": "answered_person <> first_person",
}


def upgrade() -> None:
    op.add_column("objections", sa.Column("first_by", sa.Uuid(), nullable=True))
    op.add_column("objections", sa.Column("first_person", sa.Uuid(), nullable=True))
    with op.batch_alter_table("objections") as batch:
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(name), condition)


def downgrade() -> None:
    with op.batch_alter_table("objections") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
    op.drop_column("objections", "first_person")
    op.drop_column("objections", "first_by")
