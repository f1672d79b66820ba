"""Keep which persons acted where two must act, and refuse one person twice.

Revision 0011, after 0010. For rows of earlier versions the person is the one whose account has acted. Where that cannot
be told, or one person has acted twice, the person stays unknown: old rows are evidence, and no reason to stop.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_STAFF = """(SELECT accounts.person_id FROM accounts JOIN staff ON staff.telegram_id = accounts.telegram_id
    WHERE staff.id = {by} AND accounts.person_id IS NOT NULL LIMIT 1)"""
OF_ACCOUNT = "(SELECT accounts.person_id FROM accounts WHERE accounts.id = {by})"
OF_PAYER = """(SELECT payment_orders.payer_id FROM payment_orders
    JOIN payment_transactions ON payment_transactions.order_id = payment_orders.id
    WHERE payment_transactions.id = refunds.transaction_ref)"""
OF_APPLICANT = "(SELECT filings.filer_id FROM filings WHERE filings.id = reviews.filing_id)"

# By table: the new columns, each with the query that fills it; None: not known for old rows.
COLUMNS: dict[str, dict[str, str | None]] = {
    "staff_proposals": {
        "proposed_person": OF_STAFF.format(by="staff_proposals.proposed_by"),
        "decided_person": OF_STAFF.format(by="staff_proposals.decided_by"),
    },
    "rule_proposals": {
        "proposed_person": OF_STAFF.format(by="rule_proposals.proposed_by"),
        "decided_person": OF_STAFF.format(by="rule_proposals.decided_by"),
    },
    "blacklist": {
        "proposed_person": OF_STAFF.format(by="blacklist.proposed_by"),
        "confirmed_person": OF_STAFF.format(by="blacklist.confirmed_by"),
        "appeal_decided_person": OF_STAFF.format(by="blacklist.appeal_decided_by"),
    },
    "refunds": {
        "payer_person": OF_PAYER,
        "first_person": OF_ACCOUNT.format(by="refunds.first_by"),
        "second_person": OF_ACCOUNT.format(by="refunds.second_by"),
    },
    "objections": {"answered_person": OF_ACCOUNT.format(by="objections.answered_by")},
    "reviews": {
        "applicant_person": OF_APPLICANT,
        "barred_person": None,
        "reviewer_person": OF_ACCOUNT.format(by="reviews.reviewer"),
    },
}
PROPOSAL = {"two_people": "status IN ('open', 'withdrawn') OR decided_person <> proposed_person"}
# By table: the new CHECK constraints. The order of a condition's columns is that in which people act.
CHECKS = {
    "staff_proposals": PROPOSAL,
    "rule_proposals": PROPOSAL,
    "blacklist": {
        "two_people": "confirmed_person <> proposed_person",
        "three_people": "appeal_decided_person <> proposed_person AND appeal_decided_person <> confirmed_person",
        "not_their_own": "proposed_person <> person_id AND confirmed_person <> person_id"
        " AND appeal_decided_person <> person_id",
    },
    "refunds": {
        "two_people": "second_person <> first_person",
        "not_their_own": "first_person <> payer_person AND second_person <> payer_person",
    },
    "objections": {"not_their_own": "answered_person <> person_id"},
    "reviews": {
        "two_people": "reviewer_person <> barred_person",
        "not_their_own": "reviewer_person <> applicant_person",
    },
}
KNOWN_BEFORE = ("payer_person", "applicant_person")


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for column, person in columns.items():
            op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
            if person is not None:
                op.execute(f"UPDATE {table} SET {column} = {person}")
        _forget_conflicts(table)
        _set_checks(table, add=CHECKS[table])


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        _set_checks(table, remove=CHECKS[table])
        for column in columns:
            op.drop_column(table, column)


def _forget_conflicts(table: str) -> None:
    """Leave the persons of a row unknown if they contradict a new condition."""
    acting = ", ".join(f"{column} = NULL" for column in COLUMNS[table] if column not in KNOWN_BEFORE)
    broken = " OR ".join(f"NOT ({condition})" for condition in CHECKS[table].values())
    op.execute(f"UPDATE {table} SET {acting} WHERE {broken}")


def _set_checks(table: str, *, add: dict[str, str] | None = None, remove: dict[str, str] | None = None) -> None:
    """Add or remove CHECK constraints. On SQLite the table is copied with its other constraints."""
    with op.batch_alter_table(table) as batch:
        for name in remove or {}:
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        for name, condition in (add or {}).items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
