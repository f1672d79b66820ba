"""What happened, as other systems read it: a type, a moment, an id and its public number, and nothing personal.

The events are entries of the audit under the numbers of its chain, so each is there once, for good, and in order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

from storage import audit_events
from storage.audit import Action
from storage.certificates.certificates import Certificate
from storage.filing.filings import Filing
from storage.payments import payments
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import Refund
from storage.violations.decisions import Decision

PAGE = 100
Data = dict[str, Any]
Numbered = Filing | Certificate | Decision | PaymentOrder | Refund


@dataclass(frozen=True, slots=True)
class EventKind:
    """A type of events: its name for other systems, the row it is about, and what of the audit's details they read.

    number: the number of the row that people know. more: what else others read of the row.
    """

    name: str
    row: type[Numbered]
    details: tuple[str, ...] = ()
    number: Callable[[Any], str] = lambda row: str(row.number)
    more: Callable[[Session, Any], Data] = lambda session, row: {}


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """One event. position: its number, by which feeds and queues go on; id: its own, the same in every attempt."""

    position: int
    id: str
    type: str
    at: datetime
    data: Data

    def to_dict(self) -> Data:
        """Return it as JSON values."""
        moment = self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"id": self.id, "number": self.position, "type": self.type, "timestamp": moment, "data": self.data}


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events. position: where the next page begins; has_more: the next page is not empty or not yet searched."""

    events: tuple[PublishedEvent, ...]
    position: int
    has_more: bool


def _payment(session: Session, order: PaymentOrder) -> Data:
    found = [session.get(Decision, line.decision_id) for line in payments.lines_of(session, order.id)]
    return {"amount_fen": order.amount, "decisions": [each.number for each in found if each is not None]}


def _refund(session: Session, refund: Refund) -> Data:
    return {"amount_fen": refund.amount}


KINDS: Mapping[Action, EventKind] = {
    Action.FILING_FINISHED: EventKind("filing.completed", Filing),
    Action.FILING_UNBOUND: EventKind("filing.ended", Filing, ("reason",)),
    Action.CERTIFICATE_ISSUED: EventKind("certificate.issued", Certificate, ("how",)),
    Action.CERTIFICATE_CLOSED: EventKind("certificate.closed", Certificate, ("reason",)),
    Action.DECISION_MADE: EventKind("decision.made", Decision),
    Action.DECISION_REVOKED: EventKind("decision.revoked", Decision),
    Action.DECISION_DUE_AGAIN: EventKind("decision.due_again", Decision),
    Action.PAYMENT_SETTLED: EventKind("payment.settled", PaymentOrder, more=_payment),
    Action.REFUND_FINISHED: EventKind("refund.finished", Refund, number=lambda row: row.gateway_number, more=_refund),
}
TYPES = tuple(kind.name for kind in KINDS.values())


def after(session: Session, position: int, types: frozenset[str] = frozenset(TYPES), *, limit: int = PAGE) -> EventPage:
    """Return the next events of these types behind this position."""
    actions = [action for action, kind in KINDS.items() if kind.name in types]
    rows, last, end = audit_events.after(session, position, actions, limit=limit)
    return EventPage(tuple(_event(session, row) for row in rows), last, has_more=last < end)


def at(session: Session, position: int) -> PublishedEvent | None:
    """Return the event with this number, None if there is none."""
    rows, *_ = audit_events.after(session, position - 1, list(KINDS), limit=1)
    return _event(session, rows[0]) if rows and rows[0].position == position else None


def _event(session: Session, entry: Any) -> PublishedEvent:
    kind, details = KINDS[Action(entry.action)], orjson.loads(entry.details)
    row: Any = session.get(kind.row, entry.on)
    data: Data = {"id": str(UUID(str(entry.on)))}
    if row is not None:  # It is deleted after some years; what happened stays.
        data |= {"number": kind.number(row), **kind.more(session, row)}
    data |= {name: details[name] for name in kind.details if name in details}
    # The link is a MAC under a key: a restored store gives numbers again, and never an id.
    identifier = f"evt_{sha256(entry.hash.encode()).hexdigest()[:24]}"
    return PublishedEvent(entry.position, identifier, kind.name, entry.at, data)
