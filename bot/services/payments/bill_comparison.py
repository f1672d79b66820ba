"""The comparison of one day's bill with what is stored: what it has found, and the differences that it records."""

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from bot.adapters.payments.models import BillKind
from bot.services.payments import differences
from storage.payments import bill_differences, daily_closings
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import PaymentProvider


@dataclass
class ReconciliationResult:
    """What a comparison found: lines of the bill, missed payments, new differences, lines of other businesses."""

    lines: int = 0
    healed: int = 0
    differences: int = 0
    foreign: int = 0

    def to_dict(self) -> dict[str, int]:
        """Return it as JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Comparison:
    """The comparison of one day with one provider. sums: of our payments and refunds on the bill, in fen.

    closed: the last closed day, None if there is none.
    """

    session: Session
    provider: PaymentProvider
    day: date
    now: datetime
    closed: date | None
    result: ReconciliationResult = field(default_factory=ReconciliationResult)
    sums: Counter[BillKind] = field(default_factory=Counter)

    def record_difference(
        self, kind: DifferenceKind, reference: str, *, order: str, ours: int, theirs: int, on_bill: bool = True
    ) -> None:
        """Store a difference once, and raise an alarm; one that is known follows the bill, if that has it.

        reference: of the transaction or refund; amounts in fen.
        """
        known = bill_differences.find(self.session, self.provider, kind, reference)
        if known is not None:
            if on_bill:
                bill_differences.follow_bill(self.session, known, day=self.day, theirs=theirs)
            return
        self.result.differences += differences.record(
            self.session,
            self.provider,
            kind,
            reference,
            day=self.day,
            order=order,
            ours=ours,
            theirs=theirs,
            on_bill=on_bill,
            now=self.now,
        )

    def withdraw(self, kind: DifferenceKind, reference: str) -> None:
        """Resolve a difference, if there is one, that the bill has taken back."""
        differences.withdraw(self.session, self.provider, kind, reference, now=self.now)

    def agree(self, kind: DifferenceKind, reference: str, *, amount: int) -> None:
        """Resolve a difference, if there is one, about what the bill has with this amount."""
        known = bill_differences.find(self.session, self.provider, kind, reference)
        if known is not None:
            bill_differences.follow_bill(self.session, known, day=known.day, theirs=amount)
            self.withdraw(kind, reference)

    def note_move(self, reference: str, *, order: str, amount: int) -> None:
        """Record a difference if what was on no bill moves to a closed day; a day that is open has it."""
        kind = DifferenceKind.AFTER_CLOSING
        if self.is_closed(self.day):
            self.record_difference(kind, reference, order=order, ours=amount, theirs=0, on_bill=False)
        else:
            self.withdraw(kind, reference)

    def is_repeated(
        self, kind: BillKind, reference: str, before: date | None, *, order: str, ours: int, theirs: int
    ) -> bool:
        """Return whether the bill of another day has it already: there it counts, and here it is a difference.

        before: the day of that bill; ours, theirs: the booked amount and that of this bill, in fen.
        """
        if before is None or before == self.day:
            self._forget_repeated(reference)
            return False
        self.sums[kind] -= theirs
        self.record_difference(DifferenceKind.ON_TWO_BILLS, reference, order=order, ours=ours, theirs=theirs)
        return True

    def forget_repeated_but(self, billed: Collection[str]) -> None:
        """Resolve what the bill of this day had of other days' and has no more. billed: the references that it has."""
        for known in bill_differences.of_days(self.session, self.provider, self.day, since=self.day):
            if known.kind is DifferenceKind.ON_TWO_BILLS and known.reference not in billed:
                self._forget_repeated(known.reference)

    def _forget_repeated(self, reference: str) -> None:
        known = bill_differences.find(self.session, self.provider, DifferenceKind.ON_TWO_BILLS, reference)
        if known is not None and known.day == self.day:
            self.withdraw(DifferenceKind.ON_TWO_BILLS, reference)

    def is_closed(self, day: date) -> bool:
        """Return whether a day of the provider is closed."""
        return self.closed is not None and day <= self.closed


def begin(session: Session, provider: PaymentProvider, day: date, *, now: datetime) -> Comparison:
    """Begin to compare a day. No day of the provider is closed meanwhile."""
    daily_closings.prevent(session, provider)
    newest = daily_closings.newest(session, provider)
    return Comparison(session, provider, day, now, newest.day if newest else None)
