"""Sets a dated rule: a value from a moment on, until another or until further notice. Earlier values stay stored."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.rules import catalogue
from bot.services.rules.catalogue import RuleProblem
from bot.services.rules.names import RuleName
from storage import audit, database
from storage.staff import rules as store
from storage.staff.rules import Rule


def set_value(
    session: Session,
    name: RuleName,
    text: str,
    *,
    valid_from: datetime,
    valid_until: datetime | None,
    why: str,
    by: UUID | None,
    now: datetime,
) -> Rule | RuleProblem | tuple[RuleName, RuleName]:
    """Store a value. Returns its row, or what is wrong: the text, or a pair of rules that it puts out of order."""
    value = catalogue.parse(name, text)
    if isinstance(value, RuleProblem):
        return value
    if pair := out_of_order(session, name, value, at=valid_from):
        return pair
    row = Rule(
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


def out_of_order(
    session: Session, name: RuleName, value: catalogue.RuleValue, *, at: datetime
) -> tuple[RuleName, RuleName] | None:
    """Return the pair of rules that the new value would put out of order at that moment."""
    names = {one for pair in catalogue.ASCENDING for one in pair}
    if name not in names or not isinstance(value, int):
        return None
    then = {one: catalogue.number(one, store.in_force(session, one, at=at)) for one in names}
    return next(iter(catalogue.out_of_order({**then, name: value})), None)
