"""Keep proposals to revoke a certificate, which another admin confirms.

Revision 0058, after 0057.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import UtcMoment

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

STATES = ("open", "confirmed", "refused", "withdrawn")
CHECKS = {
    "decided_whole": "(decided_by IS NULL) = (status = 'open')",
    "four_eyes": "status NOT IN ('confirmed', 'refused') OR decided_by <> proposed_by",
    "two_people": "status IN ('open', 'withdrawn') OR decided_person <> proposed_person",
    "withdrawn_by_proposer": "status <> 'withdrawn' OR decided_by = proposed_by",
    "revocationproposalstatus": f"status IN ({', '.join(repr(state) for state in STATES)})",
}
REFERENCES = {"certificate_id": "certificates.id", "proposed_by": "staff.id", "decided_by": "staff.id"}
TABLE = "revocation_proposals"
OPEN = "status = 'open'"


def upgrade() -> None:
    status = sa.Enum(*STATES, name="revocationproposalstatus", native_enum=False, length=32)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_person", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", UtcMoment(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        *(sa.CheckConstraint(sql, name=op.f(f"ck_{TABLE}_{name}")) for name, sql in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{TABLE}_{column}"))
            for column, target in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_certificate_id"), TABLE, ["certificate_id"])
    where = sa.text(OPEN)
    op.create_index(
        f"uq_{TABLE}_open", TABLE, ["certificate_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_table(TABLE)
