"""Orders, money and refunds as the model of payments knows them, the gateways' own books beside ours."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from bot.adapters.payments.gateway import PaymentState
from tests.model_based.model import Noun
from tests.model_based.records import Fined

OPEN = ("created", "ordered")
WRONG_WORDS: tuple[dict[str, Any], ...] = (
    {"currency": "USD"},
    {"order_number": "CZ00000000000000000000"},
    {"state": PaymentState.WAITING},
    {"state": PaymentState.CLOSED},
    {"state": PaymentState.REFUNDED},
)
"""What may be wrong with a notice that is rightly signed, beside its amount and whose word it is."""


@dataclass(eq=False, repr=False)
class Money(Noun):
    """What came in at a gateway: its own truth, whatever we have heard of it."""

    number: str
    at: datetime
    back: dict[str, int] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class Ordered(Noun):
    """An order as the model knows it, and as its gateway does (`there`, `came`)."""

    id: UUID
    number: str
    provider: str
    payer: int
    costs: list[tuple[Fined, int]]
    state: str = "created"
    there: str = "absent"
    came: list[Money] = field(default_factory=list)
    settled_by: Money | None = None

    @property
    def amount(self) -> int:
        return sum(fined.record.fine + fee for fined, fee in self.costs)


@dataclass(eq=False, repr=False)
class Subject(Noun):
    """What somebody wants to pay: one decision, some made in one go, or all of a person's."""

    id: UUID
    found: list[Fined]
    whose: int | None = None


@dataclass(eq=False, repr=False)
class Back(Noun):
    """A refund as the model knows it: of which money, about which decision (none: all of the money)."""

    order: Ordered
    money: Money
    amount: int
    why: str
    about: Fined | None
    id: UUID = field(default_factory=uuid4)
    number: str = ""
    state: str = "proposed"
    first: int | None = None
    done_on: date | None = None
    is_billed: bool = False
