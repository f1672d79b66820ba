"""Let the alarms have a kind for a clock that is wrong.

Revision 0087, after 0086.
"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


ALARMS = (
    "turn_set_aside",
    "delivery_given_up",
    "difference_found",
    "task_failed",
    "codes_guessed",
    "loop_failed",
    "disk_low",
    "token_conflict",
    "events_wait",
    "process_missing",
    "gateway_key",
    "bill_unreadable",
    "audit_tampered",
    "store_damaged",
)
NEW_ALARM = "clock_wrong"


def upgrade() -> None:
    _allow_alarms((*ALARMS, NEW_ALARM))


def downgrade() -> None:
    alarms = sa.table("alarms", sa.column("kind", sa.String()))
    op.execute(alarms.delete().where(alarms.c.kind == NEW_ALARM))
    _allow_alarms(ALARMS)


def _allow_alarms(kinds: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the kind. SQLite copies the table without constraints that have no name there."""
    values = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alarms") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f("ck_alarms_alarmkind"), type_="check")
        batch.create_check_constraint(op.f("ck_alarms_alarmkind"), f"kind IN ({values})")
