"""Sets a dated rule: a value from a moment on, until another or until further notice. Earlier values stay stored."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.rules import catalogue
from bot.services.rules.definitions import RuleValue
from bot.services.rules.names import RuleName
from bot.services.rules.pages import parse_stored
from storage import audit, database
from storage.staff import rules as store
from storage.staff.rules import DatedRule


class RulesOutOfOrder(Refusal, key="refused-rules-out-of-order", offers=("rules",)):
    """Two rules would contradict each other. smaller, greater: their names; since: the first day of that."""


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
    require_order(session, name, value, since=valid_from, until=valid_until)
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


def require_order(
    session: Session, name: RuleName, value: RuleValue, *, since: datetime, until: datetime | None
) -> None:
    """Check that the new value contradicts no other rule at any moment of its period. Raises RulesOutOfOrder."""
    names = {one for pair in catalogue.ASCENDING if name in pair for one in pair}
    if not names:
        return
    rows = {one: store.history(session, one) for one in names}
    for at in _moments(since, until, [row for found in rows.values() for row in found]):
        if any(since < row.valid_from <= at and _ends_after(row, at) for row in rows[name]):
            continue  # A value that is stored for later is in force then.
        values = {one: catalogue.value(one, store.in_force(session, one, at=at)) for one in names}
        for smaller, greater in catalogue.out_of_order({**values, name: value}):
            raise RulesOutOfOrder(smaller=smaller, greater=greater, since=local_time.date_of(at))


def changes_nothing(
    session: Session, name: RuleName, value: RuleValue, *, since: datetime, until: datetime | None
) -> bool:
    """Whether this value is in force at every moment of its period at which it would be, without being set."""
    rows, said = store.history(session, name), catalogue.format_value(value)
    for at in _moments(since, until, rows):
        if any(since < row.valid_from <= at and _ends_after(row, at) for row in rows):
            continue  # A value that is stored for later is in force then.
        if catalogue.format_value(parse_stored(name, store.in_force(session, name, at=at))) != said:
            return False
    return True


def _moments(since: datetime, until: datetime | None, rows: list[DatedRule]) -> list[datetime]:
    """Return the start of a period, and the moments in it at which a value of these begins or ends."""
    changes = {moment for row in rows for moment in (row.valid_from, row.valid_until) if moment is not None}
    return sorted({since} | {each for each in changes if since < each and (until is None or each < until)})


def _ends_after(row: DatedRule, at: datetime) -> bool:
    return row.valid_until is None or row.valid_until > at
