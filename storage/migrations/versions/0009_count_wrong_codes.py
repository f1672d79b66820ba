"""Count wrong SMS codes by the phone number they were sent to, and find codes by who requested them.

Revision 0009, after 0008. The alarms get a kind for runs of wrong codes.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PURPOSES = ("registration", "owner_consent", "payment", "portal", "unlock", "identity_case", "privacy")
ALARMS_OF_0001 = ("turn_set_aside", "delivery_given_up", "difference_found", "task_failed")
NEW_ALARM = "codes_guessed"
IS_UNREPORTED = sa.text("run_length > 0 AND reported_at IS NULL")


def upgrade() -> None:
    purpose = sa.Enum(*PURPOSES, name="purpose", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", purpose, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("at", database.UtcMoment(), nullable=False),
        sa.Column("run_length", sa.Integer(), nullable=False),
        sa.Column("reported_at", database.UtcMoment(), nullable=True),
        sa.Column("told_at", database.UtcMoment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_codes")),
    )
    for columns in (["code_id"], ["at"], ["target", "at"], ["requester", "at"]):
        op.create_index(f"ix_wrong_codes_{'_'.join(columns)}", "wrong_codes", columns)
    op.create_index(
        "ix_wrong_codes_runs", "wrong_codes", ["at"], sqlite_where=IS_UNREPORTED, postgresql_where=IS_UNREPORTED
    )
    op.create_index("ix_codes_asked_by_sent_at", "codes", ["asked_by", "sent_at"])
    _allow_alarms((*ALARMS_OF_0001, NEW_ALARM))


def downgrade() -> None:
    alarms = sa.table("alarms", sa.column("kind", sa.String()))
    op.execute(alarms.delete().where(alarms.c.kind == NEW_ALARM))
    _allow_alarms(ALARMS_OF_0001)
    op.drop_index("ix_codes_asked_by_sent_at", "codes")
    op.drop_table("wrong_codes")


def _allow_alarms(kinds: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of the kind. On SQLite, copying the table leaves the old one out."""
    values = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alarms") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f("ck_alarms_alarmkind"), type_="check")
        batch.create_check_constraint(op.f("ck_alarms_alarmkind"), f"kind IN ({values})")
