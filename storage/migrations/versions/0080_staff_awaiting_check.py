"""Members of staff of a file: whether somebody has yet to compare them with their ID document.

Members who are not verified await it as well: the store does not say whether an operator or two admins appointed them.

Revision 0080, after 0079.
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("awaits_check", sa.Boolean(), nullable=False, server_default=sa.false()))
    staff = sa.table("staff", *map(sa.column, ("telegram_id", "ended_at")), sa.column("awaits_check", sa.Boolean()))
    accounts = sa.table("accounts", *map(sa.column, ("telegram_id", "person_id")))
    people = sa.table("people", *map(sa.column, ("id", "verified_at")))
    is_verified = sa.exists().where(
        accounts.c.telegram_id == staff.c.telegram_id,
        people.c.id == accounts.c.person_id,
        people.c.verified_at.is_not(None),
    )
    op.execute(staff.update().where(staff.c.ended_at.is_(None), ~is_verified).values(awaits_check=True))


def downgrade() -> None:
    op.drop_column("staff", "awaits_check")
