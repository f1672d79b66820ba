"""A face check can end in doubt: people decide by photos.

Revision 0088, after 0087.
"""

from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

STATES = ("asked", "looking", "passed", "failed", "unclear", "unavailable")
DOUBTFUL = "doubtful"


def upgrade() -> None:
    _allow((*STATES, DOUBTFUL))


def downgrade() -> None:
    """An earlier version knows no doubt: photos are asked for as after a failed check."""
    op.execute(f"UPDATE checks SET state = 'failed' WHERE state = '{DOUBTFUL}'")
    _allow(STATES)


def _allow(states: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the enum. On SQLite, copying the table leaves the old one out."""
    constraint = op.f("ck_checks_checkstate")
    with op.batch_alter_table("checks") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(constraint, type_="check")
        batch.create_check_constraint(constraint, f"state IN ({', '.join(repr(state) for state in states)})")
