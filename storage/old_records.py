"""Retention of records: how long evidence and payments are kept. Guests and drafts are in `old_accounts`.

Rows that belong to a case (an application, a payment order) are deleted with it, when it has ended long ago.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, func, select
from sqlmodel import Session, SQLModel

from storage.certificates.paper_copies import OPEN_STATUSES, PaperCopy
from storage.certificates.share_codes import ShareCode
from storage.certificates.views import CertificateView
from storage.database import table_of
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingEvent, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.consents import Consent
from storage.objections import Objection
from storage.old_rows import delete_unreferenced, delete_where_in, in_window
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import OrganisationMember
from storage.payments.payments import OPEN_ORDERS, OrderState, PaymentLine, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from storage.payments.webhook_events import PaymentWebhookEvent
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from storage.review.face_checks import FaceCheckAttempt
from storage.review.photo_views import PhotoView
from storage.review.photos import Photo
from storage.review.reviews import Review
from storage.staff import members
from storage.staff.role_proposals import StaffProposal
from storage.violations.decisions import Decision, DecisionState
from storage.violations.notifications import ViolationNotification
from storage.violations.violations import Violation

Condition = Callable[[Table, datetime], ColumnElement[bool]]

CLOSED_FILINGS = (FilingStatus.REFUSED, FilingStatus.LAPSED, FilingStatus.WITHDRAWN, FilingStatus.ENDED)


def _older(moment: str) -> Condition:
    """Return the condition that this moment, if there is one, is past the retention."""
    return lambda table, before: table.c[moment] < before


def _closed_copy(table: Table, before: datetime) -> ColumnElement[bool]:
    return and_(table.c.changed_at < before, table.c.status.not_in(OPEN_STATUSES))


def _over_listing(table: Table, before: datetime) -> ColumnElement[bool]:
    end = func.coalesce(table.c.until, table.c.decided_at)
    return and_(end < before, table.c.status != BlacklistStatus.PROPOSED)


# Evidence that belongs to no case: kept for the days of the rule after its last moment.
RECORDS: tuple[tuple[type[SQLModel], Condition], ...] = (
    (CertificateView, _older("at")),
    (ShareCode, _older("expires_at")),
    (PaperCopy, _closed_copy),
    (Invitation, _older("expires_at")),
    (OrganisationMember, _older("ended_at")),
    (OwnerBlock, _older("ended_at")),
    (Consent, _older("revoked_at")),
    (BlacklistEntry, _over_listing),
    (ViolationNotification, _older("noted_at")),
    (StaffProposal, _older("decided_at")),
)


def delete_records(session: Session, *, before: datetime) -> None:
    """Delete evidence that ended before this moment, and applications with all that belongs to them."""
    for kind, condition in RECORDS:
        table = table_of(kind)
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
