"""State of orders, payments and refunds in the model, in the database and at the gateways."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from bot.adapters.payments.models import PaymentState
from tests.model_based.model import Entity
from tests.model_based.violation_rows import ModelDecision

OPEN = ("created", "ordered")
# Content of a webhook event with a valid signature that reports no payment.
WRONG_CONTENT: tuple[dict[str, Any], ...] = (
    {"state": PaymentState.WAITING},
    {"state": PaymentState.CLOSED},
    {"state": PaymentState.REFUNDED},
)


@dataclass(eq=False, repr=False)
class ModelPayment(Entity):
    """A payment at a gateway, whether or not the desk knows of it."""

    number: str
    at: datetime
    amount: int
    back: dict[str, int] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class ModelOrder(Entity):
    """An order in the database, and at its gateway (`there`, `came`)."""

    id: UUID
    number: str
    provider: str
    payer: int
    costs: list[tuple[ModelDecision, int]]
    state: str = "created"
    there: str = "absent"
    came: list[ModelPayment] = field(default_factory=list)
    settled_by: ModelPayment | None = None

    @property
    def amount(self) -> int:
        return sum(fined.record.fine + fee for fined, fee in self.costs)


@dataclass(eq=False, repr=False)
class PaymentSubject(Entity):
    """What is paid: one decision, a batch of decisions, or all of a person's."""

    id: UUID
    found: list[ModelDecision]
    whose: int | None = None


@dataclass(eq=False, repr=False)
class ModelRefund(Entity):
    """A refund of a payment; about: the revoked decision (None: the whole payment is refunded)."""

    order: ModelOrder
    money: ModelPayment
    amount: int
    why: str
    about: ModelDecision | None
    id: UUID = field(default_factory=uuid4)
    number: str = ""
    state: str = "proposed"
    first: int | None = None
    done_on: date | None = None
    is_billed: bool = False
