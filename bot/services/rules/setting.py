"""Sets a dated rule: a value from a moment on, until another or until further notice. Earlier values stay stored."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.rules import catalogue
from bot.services.rules.definitions import RuleValue
from bot.services.rules.names import RuleName
from storage import audit, database
from storage.staff import rules as store
from storage.staff.rules import DatedRule


class RulesOutOfOrder(Refusal, key="refused-rules-out-of-order"):
    """Two rules would contradict each other. smaller, greater: their names."""


def set_value(
    session: Session,
    name: RuleName,
    value: RuleValue,
    *,
    valid_from: datetime,
    valid_until: datetime | None,
    why: str,
    by: UUID | None,
    now: datetime,
) -> DatedRule:
    """Store a value for this period. Raises RulesOutOfOrder."""
    require_order(session, name, value, at=valid_from)
    row = DatedRule(
        name=name,
        value=catalogue.format_value(value),
        valid_from=valid_from,
        valid_until=valid_until,
        set_by=by,
        set_at=now,
        why=why,
    )
    database.add(session, row)
    audit.record(session, audit.Action.RULE_SET, by=by, on=row.id, at=now, rule=name.value, value=row.value)
    return row


def require_order(session: Session, name: RuleName, value: RuleValue, *, at: datetime) -> None:
    """Check that the new value contradicts no other rule at that moment. Raises RulesOutOfOrder."""
    names = {one for pair in catalogue.ASCENDING for one in pair}
    if name not in names or not isinstance(value, int):
        return
    values = {one: catalogue.number(one, store.in_force(session, one, at=at)) for one in names}
    for smaller, greater in catalogue.out_of_order({**values, name: value}):
        raise RulesOutOfOrder(smaller=smaller, greater=greater)
