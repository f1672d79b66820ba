"""Keep what payment providers report beside payments, and let alarms tell of keys and bills.

Revision 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0043"
down_revision = "0042"
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
)
NEW_ALARMS = ("gateway_key", "bill_unreadable")
PROVIDER = sa.Enum("wechat", "alipay", name="paymentprovider", native_enum=False, create_constraint=True, length=32)
KIND = sa.Enum(
    "waiting",
    "closed",
    "refund_done",
    "refund_failed",
    "other",
    name="reportkind",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    op.create_table(
        "provider_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", PROVIDER, nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("refund_number", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received_at", database.UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_reports")),
        sa.UniqueConstraint("provider", "event_id", name=op.f("uq_provider_reports_provider_event_id")),
    )
    op.create_index(op.f("ix_provider_reports_received_at"), "provider_reports", ["received_at"])
    _allow_alarms((*ALARMS, *NEW_ALARMS))


def downgrade() -> None:
    alarms = sa.table("alarms", sa.column("kind", sa.String()))
    op.execute(alarms.delete().where(alarms.c.kind.in_(NEW_ALARMS)))
    _allow_alarms(ALARMS)
    op.drop_table("provider_reports")


def _allow_alarms(kinds: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the kind. SQLite copies the table without constraints that have no name there."""
    values = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alarms") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f("ck_alarms_alarmkind"), type_="check")
        batch.create_check_constraint(op.f("ck_alarms_alarmkind"), f"kind IN ({values})")
