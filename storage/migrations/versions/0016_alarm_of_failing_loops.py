"""Let the alarms have a kind for loops of the desk that fail again and again.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ALARMS_BEFORE = ("turn_set_aside", "delivery_given_up", "difference_found", "task_failed", "codes_guessed")
NEW_ALARM = "loop_failed"


def upgrade() -> None:
    _allow_alarms((*ALARMS_BEFORE, NEW_ALARM))


def downgrade() -> None:
    alarms = sa.table("alarms", sa.column("kind", sa.String()))
    op.execute(alarms.delete().where(alarms.c.kind == NEW_ALARM))
    _allow_alarms(ALARMS_BEFORE)


def _allow_alarms(kinds: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the kind. SQLite copies the table without constraints that have no name there."""
    values = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alarms") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f("ck_alarms_alarmkind"), type_="check")
        batch.create_check_constraint(op.f("ck_alarms_alarmkind"), f"kind IN ({values})")
