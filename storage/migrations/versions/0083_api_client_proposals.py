"""An admin proposes a client of the machine API, another one confirms it.

Revision 0083, after 0082.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

TABLE = "api_client_proposals"
STATES = ("open", "confirmed", "refused", "withdrawn")
CHECKS = {
    "decided_whole": "(decided_by IS NULL) = (status = 'open')",
    "four_eyes": "status NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by",
    "two_people": "status IN ('open', 'withdrawn') OR decided_person <> proposed_person",
    "withdrawn_by_proposer": "status <> 'withdrawn' OR decided_by = proposed_by",
    "made_when_confirmed": "client_id IS NULL OR status = 'confirmed'",
    "apiclientproposalstatus": f"status IN ({', '.join(repr(state) for state in STATES)})",
}
IS_OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    states = sa.Enum(*STATES, name="apiclientproposalstatus", native_enum=False, length=32)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("status", states, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_person", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", UtcMoment(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("key_hidden_at", UtcMoment(), nullable=True),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_{TABLE}_{name}")) for name, sql in CHECKS.items()),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f(f"fk_{TABLE}_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f(f"fk_{TABLE}_decided_by")),
        sa.ForeignKeyConstraint(["client_id"], ["api_clients.id"], name=op.f(f"fk_{TABLE}_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"uq_{TABLE}_open", TABLE, ["name"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
    op.create_index(f"ix_{TABLE}_status", TABLE, ["status"])


def downgrade() -> None:
    op.drop_table(TABLE)
