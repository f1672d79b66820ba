"""Retention of records: how long evidence and payments are kept. Guests and drafts are in `old_accounts`.

Rows that belong to a case (an application, a payment order) are deleted with it, when it has ended long ago.
"""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from storage import retention, schema
from storage.database import table_of
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingEvent, FilingStatus
from storage.filing.vehicle_codes import VehicleCode
from storage.objections import Objection
from storage.old_rows import delete_unreferenced, delete_where_in, in_window
from storage.payments.payments import OPEN_ORDERS, OrderState, PaymentLine, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from storage.payments.webhook_events import PaymentWebhookEvent
from storage.retention import RetentionPeriod
from storage.review.blacklist import BlacklistEntry
from storage.review.face_checks import FaceCheckAttempt
from storage.review.photo_views import PhotoView
from storage.review.photos import Photo
from storage.review.reviews import Review
from storage.staff import members
from storage.violations.decisions import Decision, DecisionState
from storage.violations.notifications import ViolationNotification
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
    for kind in (Objection, ViolationNotification):
        delete_where_in(session, table_of(kind).c.violation_id, old)
    delete_where_in(session, violations.c.id, old)


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
    reviewed = list(session.connection().execute(select(reviews.c.id).where(reviews.c.filing_id.in_(old))).scalars())
    delete_where_in(session, table_of(PhotoView).c.review_id, reviewed)
    for kind in (Review, FaceCheckAttempt, Photo, VehicleCode, Approval, FilingEvent):
        delete_where_in(session, table_of(kind).c.filing_id, old)
    delete_where_in(session, filings.c.id, old)


def _delete_orders(session: Session, *, before: datetime) -> None:
    orders, paid = table_of(PaymentOrder), table_of(PaymentTransaction)
    is_open = orders.c.state.in_((*OPEN_ORDERS, OrderState.REFUNDING))
    old = in_window(session, orders, orders.c.created_at < before, ~is_open)
    if not old:
        return
    transactions = list(session.connection().execute(select(paid.c.id).where(paid.c.order_id.in_(old))).scalars())
    delete_where_in(session, table_of(Refund).c.transaction_ref, transactions)
    for kind in (PaymentTransaction, PaymentWebhookEvent, PaymentLine):
        delete_where_in(session, table_of(kind).c.order_id, old)
    delete_where_in(session, orders.c.id, old)
