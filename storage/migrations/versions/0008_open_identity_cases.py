"""Keep identity cases, and end accounts for good.

Revision 0008, after 0007. A case moves a person to another account; the account that they leave has ended.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("status IN ('waiting', 'taken')")
KINDS = ("verify", "lost_account", "new_number", "wrong_person")
STATUSES = ("waiting", "taken", "approved", "rejected", "stopped", "withdrawn")


def upgrade() -> None:
    op.add_column("accounts", sa.Column("ended_at", database.UtcMoment(), nullable=True))
    op.create_table(
        "identity_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _choice("kind", "identitycasekind", KINDS),
        _choice("status", "identitycasestatus", STATUSES),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_id_number", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_phone", sa.LargeBinary(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("selfie_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", database.UtcMoment(), nullable=False),
        sa.Column("due_at", database.UtcMoment(), nullable=False),
        sa.Column("reviewer", sa.Uuid(), nullable=True),
        sa.Column("lease_until", database.UtcMoment(), nullable=True),
        sa.Column("closed_at", database.UtcMoment(), nullable=True),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_identity_cases_account_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["people.id"], name=op.f("fk_identity_cases_holder_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identity_cases_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_identity_cases_number")),
    )
    for column in ("account_id", "person_id", "holder_id", "closed_at"):
        op.create_index(op.f(f"ix_identity_cases_{column}"), "identity_cases", [column])
    _create_partial_index("ix_identity_cases_queue", "due_at", "number")
    _create_partial_index("uq_identity_cases_open", "account_id", unique=True)


def downgrade() -> None:
    op.drop_table("identity_cases")
    op.drop_column("accounts", "ended_at")


def _choice(column: str, constraint: str, values: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*values, name=constraint, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kind, nullable=False)


def _create_partial_index(name: str, *columns: str, unique: bool = False) -> None:
    op.create_index(
        name, "identity_cases", list(columns), unique=unique, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
