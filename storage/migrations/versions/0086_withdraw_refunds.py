"""Withdraw refunds of payments that never came, and tell payments and refunds apart that bills of two days have.

Revision 0086, after 0085.
"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

STATES = ("proposed", "approved", "sent", "done", "failed")
WITHDRAWN = "withdrawn"
KINDS = (
    "unknown_order",
    "wrong_amount",
    "missing_at_gateway",
    "unknown_refund",
    "refund_amount",
    "refund_missing_at_gateway",
    "wrong_currency",
    "after_closing",
)
REPEATED = "on_two_bills"
UNFINISHED = "ix_refunds_unfinished"


def upgrade() -> None:
    _allow("refunds", "refundstate", "state", (*STATES, WITHDRAWN))
    _allow("differences", "refundstate", "refund_state", (*STATES, WITHDRAWN))
    _allow("differences", "differencekind", "kind", (*KINDS, REPEATED))
    _index(f"state NOT IN ('done', '{WITHDRAWN}')")


def downgrade() -> None:
    """An earlier version lets a cashier decide once more, and counts what bills repeat on the last of them."""
    op.execute(f"UPDATE refunds SET state = 'proposed' WHERE state = '{WITHDRAWN}'")
    op.execute(f"DELETE FROM differences WHERE kind = '{REPEATED}'")
    _allow("differences", "differencekind", "kind", KINDS)
    _allow("differences", "refundstate", "refund_state", STATES)
    _allow("refunds", "refundstate", "state", STATES)
    _index("state <> 'done'")


def _index(unfinished: str) -> None:
    where = sa.text(unfinished)
    op.drop_index(UNFINISHED, "refunds")
    op.create_index(UNFINISHED, "refunds", ["number"], sqlite_where=where, postgresql_where=where)


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of an enum. On SQLite, copying the table leaves the old one out."""
    constraint = op.f(f"ck_{table}_{name}")
    with op.batch_alter_table(table) as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(constraint, type_="check")
        batch.create_check_constraint(constraint, f"{column} IN ({', '.join(repr(value) for value in values)})")
