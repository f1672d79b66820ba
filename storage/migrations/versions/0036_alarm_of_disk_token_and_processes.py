"""Let the alarms have kinds for a full disk, a shared token, events that wait and missing processes.

Revision 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


ALARMS_BEFORE = (
    "turn_set_aside",
    "delivery_given_up",
    "difference_found",
    "task_failed",
    "codes_guessed",
    "loop_failed",
)
NEW_ALARMS = ("disk_low", "token_conflict", "events_wait", "process_missing")


def upgrade() -> None:
    _allow_alarms((*ALARMS_BEFORE, *NEW_ALARMS))


def downgrade() -> None:
    alarms = sa.table("alarms", sa.column("kind", sa.String()))
    op.execute(alarms.delete().where(alarms.c.kind.in_(NEW_ALARMS)))
    _allow_alarms(ALARMS_BEFORE)


def _allow_alarms(kinds: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the kind. SQLite copies the table without constraints that have no name there."""
    values = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alarms") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f("ck_alarms_alarmkind"), type_="check")
        batch.create_check_constraint(op.f("ck_alarms_alarmkind"), f"kind IN ({values})")
