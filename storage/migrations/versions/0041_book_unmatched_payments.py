"""Book payments that match no order, or another amount.

Revision 0041, after 0040. A transaction keeps the order's number as the provider reports it, and may have no order.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

PROVIDERS = ("wechat", "alipay")
REASONS = ("double", "late", "revoked")
NEW_REASONS = ("wrong_amount", "unknown_order")
CLOSE_REASONS = ("expired", "by_payer", "refused", "no_answer", "sent_back")
NEW_CLOSE_REASONS = ("wrong_amount",)
DIFFERENCES = (
    "unknown_order",
    "wrong_amount",
    "missing_at_gateway",
    "unknown_refund",
    "refund_amount",
    "refund_missing_at_gateway",
)
NEW_DIFFERENCES = ("wrong_currency", "after_closing")
SETTLES_AN_ORDER = "ck_payment_transactions_settles_an_order"
NUMBER_OF_ORDER = """UPDATE payment_transactions SET order_number =
    (SELECT number FROM payment_orders WHERE payment_orders.id = payment_transactions.order_id)"""


def upgrade() -> None:
    op.add_column("payment_transactions", sa.Column("order_number", sa.String(), server_default="", nullable=False))
    op.execute(NUMBER_OF_ORDER)
    with op.batch_alter_table("payment_transactions") as batch:
        batch.alter_column("order_id", existing_type=sa.Uuid(), nullable=True)
        batch.create_check_constraint(op.f(SETTLES_AN_ORDER), "order_id IS NOT NULL OR NOT settles")
        if op.get_bind().dialect.name == "sqlite":
            batch.create_check_constraint(op.f("ck_payment_transactions_paymentprovider"), _in("provider", PROVIDERS))
    _allow("refunds", "refundreason", "reason", (*REASONS, *NEW_REASONS))
    _allow("payment_orders", "closereason", "close_reason", (*CLOSE_REASONS, *NEW_CLOSE_REASONS))
    _allow("differences", "differencekind", "kind", (*DIFFERENCES, *NEW_DIFFERENCES))


def downgrade() -> None:
    """An earlier version knows no money without an order: such rows go, and the daily bill shows the money again."""
    op.execute(f"DELETE FROM differences WHERE {_in('kind', NEW_DIFFERENCES)}")
    op.execute(f"UPDATE payment_orders SET close_reason = 'refused' WHERE {_in('close_reason', NEW_CLOSE_REASONS)}")
    op.execute(
        "DELETE FROM refunds WHERE transaction_ref IN (SELECT id FROM payment_transactions WHERE order_id IS NULL)"
    )
    op.execute("DELETE FROM payment_transactions WHERE order_id IS NULL")
    op.execute(f"UPDATE refunds SET reason = 'late' WHERE {_in('reason', NEW_REASONS)}")
    _allow("differences", "differencekind", "kind", DIFFERENCES)
    _allow("payment_orders", "closereason", "close_reason", CLOSE_REASONS)
    _allow("refunds", "refundreason", "reason", REASONS)
    with op.batch_alter_table("payment_transactions") as batch:
        batch.drop_constraint(op.f(SETTLES_AN_ORDER), type_="check")
        batch.alter_column("order_id", existing_type=sa.Uuid(), nullable=False)
        batch.drop_column("order_number")


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Replace the CHECK constraint of an enum. SQLite copies the table without constraints that have no name there."""
    constraint = op.f(f"ck_{table}_{name}")
    with op.batch_alter_table(table) as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(constraint, type_="check")
        batch.create_check_constraint(constraint, _in(column, values))


def _in(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
