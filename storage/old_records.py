"""Retention of records: how long evidence and payments are kept. Guests and drafts are in `old_accounts`.

Rows that belong to a case (an application, a payment order, a violation) are deleted with it, when it has ended long
ago: those whose modules declare `delete_with`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, select
from sqlmodel import Session

from storage import retention, schema
from storage.database import table_of
from storage.filing.filings import Filing, FilingStatus
from storage.old_rows import delete_unreferenced, delete_where_in, in_window
from storage.payments.payments import OPEN_ORDERS, OrderState, PaymentOrder
from storage.retention import RetentionPeriod
from storage.review.blacklist import BlacklistEntry
from storage.review.reviews import Review
from storage.staff import members
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation

CLOSED_FILINGS = (FilingStatus.REFUSED, FilingStatus.LAPSED, FilingStatus.WITHDRAWN, FilingStatus.ENDED)


def delete_records(session: Session, *, before: datetime) -> None:
    """Delete evidence that ended before this moment, and applications with all that belongs to them."""
    for table, condition in retention.declared(schema.metadata, RetentionPeriod.RECORD_DAYS):
        delete_unreferenced(session, table, condition(table, before))
    _delete_filings(session, before=before)
    members.forget_former(session, ended_before=before)


def delete_ledger(session: Session, *, before: datetime) -> None:
    """Delete payments, penalty decisions and violations that ended before this moment."""
    _delete_orders(session, before=before)
    decisions, violations = table_of(Decision), table_of(Violation)
    ended = decisions.c.state != DecisionState.UNPAID
    delete_unreferenced(session, decisions, decisions.c.decided_at < before, ended)
    without = ~select(1).where(decisions.c.violation_id == violations.c.id).exists()
    old = in_window(session, violations, violations.c.recorded_at < before, without)
    _delete_with_parts(session, violations, old)


def _delete_filings(session: Session, *, before: datetime) -> None:
    """Delete closed applications; one whose photos led to a listing stays until the listing is deleted."""
    filings, reviews, listings = table_of(Filing), table_of(Review), table_of(BlacklistEntry)
    is_closed = filings.c.status.in_(CLOSED_FILINGS)
    closed = in_window(session, filings, filings.c.changed_at < before, is_closed)
    if not closed:
        return
    listed = select(reviews.c.filing_id).join(listings, listings.c.review_id == reviews.c.id)
    kept = set(session.connection().execute(listed.where(reviews.c.filing_id.in_(closed))).scalars())
    old = [filing for filing in closed if filing not in kept]
    _delete_with_parts(session, filings, old)


def _delete_orders(session: Session, *, before: datetime) -> None:
    orders = table_of(PaymentOrder)
    is_open = orders.c.state.in_((*OPEN_ORDERS, OrderState.REFUNDING))
    _delete_with_parts(session, orders, in_window(session, orders, orders.c.created_at < before, ~is_open))


def _delete_with_parts(session: Session, table: Table, keys: Sequence[UUID]) -> None:
    """Delete rows, with all rows of other tables that are declared to be deleted with them."""
    if not keys:
        return
    for column in retention.parts_of(table):
        if retention.parts_of(column.table):
            parts = select(column.table.c.id).where(column.in_(keys))
            _delete_with_parts(session, column.table, list(session.connection().execute(parts).scalars()))
        else:
            delete_where_in(session, column, keys)
    delete_where_in(session, table.c.id, keys)
