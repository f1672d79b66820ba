"""Let the admins withdraw a wrong date of birth, beside a verification and a phone number.

Revision 0077, after 0076.
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

CHECK = "ck_verification_withdrawals_withdrawalsubject"
SUBJECTS_OF_0035 = ("verification", "phone")


def upgrade() -> None:
    _allow((*SUBJECTS_OF_0035, "birth_date"))


def downgrade() -> None:
    withdrawals = sa.table("verification_withdrawals", sa.column("about", sa.String()))
    op.execute(withdrawals.delete().where(withdrawals.c.about.not_in(SUBJECTS_OF_0035)))
    _allow(SUBJECTS_OF_0035)


def _allow(subjects: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the subject. On SQLite, copying the table leaves the old one out."""
    values = ", ".join(f"'{subject}'" for subject in subjects)
    with op.batch_alter_table("verification_withdrawals") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), f"about IN ({values})")
