"""Differences between the stored payments and what a provider reports: stored once, resolved by a cashier."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import NotYours, OwnMatter, Refusal
from bot.services.payments import order_matters, refund_withdrawals
from bot.services.staff import alarms, permissions, work_news
from storage import audit
from storage.database import counters
from storage.identity.accounts import Account
from storage.payments import bill_differences, payments
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentProvider
from storage.staff.alarms import AlarmKind
from storage.staff.members import StaffRole

WORK = "difference"


class DifferenceResolved(Refusal, key="refused-difference-settled", offers=("refund",)):
    """Another cashier has resolved the difference."""


def record(
    session: Session,
    provider: PaymentProvider,
    kind: DifferenceKind,
    reference: str,
    *,
    day: date,
    order: str,
    ours: int,
    theirs: int,
    on_bill: bool = False,
    now: datetime,
) -> bool:
    """Store a difference once, and raise an alarm. Returns whether it is new.

    reference: of the transaction or refund; order: its number; ours, theirs: amounts in fen; on_bill: whether the
    bill of the day has it.
    """
    if bill_differences.find(session, provider, kind, reference) is not None:
        return False
    difference = BillDifference(
        number=counters.next_number(session, "difference"),
        day=day,
        provider=provider,
        kind=kind,
        reference=reference,
        order_number=order,
        ours=ours,
        theirs=theirs,
        on_bill=on_bill,
        found_at=now,
    )
    if not bill_differences.put(session, difference):
        return False
    audit.record(session, audit.Action.DIFFERENCE_FOUND, by=None, on=difference.id, at=now, kind=kind.value)
    alarms.raise_alarm(session, AlarmKind.DIFFERENCE_FOUND, f"{difference.number}", now=now)
    work_news.arrive(session, WORK, difference.id, now=now)
    return True


def refund_reference(session: Session, provider: PaymentProvider, number: str, *, order: str) -> str:
    """Return the reference of a refund that the desk did not send.

    number: the provider's, which is unique for one payment only; order: whose payment went back. A number that another
    order's refund has stands behind the order.
    """
    known = bill_differences.find(session, provider, DifferenceKind.UNKNOWN_REFUND, number)
    is_own = known is None or known.order_number in ("", order)
    return number if is_own or not order else f"{order}{bill_differences.BEHIND_ORDER}{number}"


def reference_without_number(
    session: Session, provider: PaymentProvider, *, order: str, amount: int, at: datetime
) -> str:
    """Return the reference of a refund that the desk did not send, and to which the provider gave no number.

    order: whose payment went back; its refunds are told apart by their moment. What an earlier version stored keeps
    its empty reference: it is known by its order and its amount (fen).
    """
    known = bill_differences.find(session, provider, DifferenceKind.UNKNOWN_REFUND, "")
    is_stored = known is not None and (known.order_number, known.theirs) == (order, amount)
    return "" if is_stored or not order else f"{order}{bill_differences.WITHOUT_NUMBER}{at:%Y%m%d%H%M%S}"


def withdraw(
    session: Session, provider: PaymentProvider, kind: DifferenceKind, reference: str, *, now: datetime
) -> None:
    """Resolve an open difference that a later bill has taken back."""
    found = bill_differences.find(session, provider, kind, reference)
    if found is not None and found.settled_at is None and bill_differences.resolve(session, found, by=None, at=now):
        audit.record(session, audit.Action.DIFFERENCE_SETTLED, by=None, on=found.id, at=now)


def effect(session: Session, difference: BillDifference) -> tuple[int, int, int]:
    """Return what a resolved difference changes, in fen: of what was received, of what settled orders, of refunds.

    A payment that no bill has is booked out, one with another amount follows the bill, as refunds do. What was reported
    and is on no bill yet changes nothing.
    """
    more = difference.theirs - difference.ours
    if difference.settled_at is None:
        return 0, 0, 0
    if difference.kind in (DifferenceKind.UNKNOWN_REFUND, DifferenceKind.REFUND_AMOUNT):
        back = difference.theirs if difference.kind is DifferenceKind.UNKNOWN_REFUND else more
        return 0, 0, back if difference.on_bill else 0
    booked = payments.transaction_by_provider_id(session, difference.provider, difference.reference)
    if booked is None or (booked.billed_on is None) is not (difference.kind is DifferenceKind.MISSING_AT_GATEWAY):
        return 0, 0, 0
    if difference.kind is DifferenceKind.MISSING_AT_GATEWAY:
        return -booked.amount, -booked.amount if booked.settles else 0, 0
    return (more, 0, 0) if difference.kind is DifferenceKind.WRONG_AMOUNT else (0, 0, 0)


def resolved(session: Session, provider: PaymentProvider, until: date, *, since: date) -> tuple[int, int, int]:
    """Return what the resolved differences of these days change: received, of it for orders, refunded."""
    found = bill_differences.of_days(session, provider, until, since=since)
    effects = [effect(session, each) for each in found]
    return sum(each[0] for each in effects), sum(each[1] for each in effects), sum(each[2] for each in effects)


def open_ones(session: Session, *, by: Account) -> list[BillDifference]:
    """Return the unresolved differences, without those about payments of the reader. Raises NotStaff."""
    permissions.require(session, by, StaffRole.CASHIER)
    return [each for each in bill_differences.open_ones(session) if not is_own(session, each, by=by)]


def find(session: Session, difference_id: UUID, *, by: Account) -> BillDifference:
    """Return a difference, for a cashier. Raises NotStaff, NotYours or OwnMatter."""
    permissions.require(session, by, StaffRole.CASHIER)
    difference = session.get(BillDifference, difference_id)
    if difference is None:
        raise NotYours
    if is_own(session, difference, by=by):
        raise OwnMatter
    return difference


def resolve(session: Session, difference_id: UUID, *, by: Account, now: datetime) -> BillDifference:
    """Mark a difference as resolved by a cashier; refunds of a payment that never came are withdrawn.

    Raises NotStaff, NotYours, OwnMatter or DifferenceResolved.
    """
    difference = find(session, difference_id, by=by)
    if not bill_differences.resolve(session, difference, by=by.id, at=now):
        raise DifferenceResolved
    audit.record(session, audit.Action.DIFFERENCE_SETTLED, by=by.id, on=difference.id, at=now)
    refund_withdrawals.withdraw(session, difference, now=now)
    return difference


def is_own(session: Session, difference: BillDifference, *, by: Account) -> bool:
    """Return whether a difference is about a payment of this account's person."""
    order = payments.by_number(session, difference.order_number)
    return order is not None and order_matters.is_own(session, order, by=by)
