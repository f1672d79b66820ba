"""Dated rules: numbers that an official notice can change, with the period in which each value applies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, instant
from storage.database.remembered import remembered_for_transaction
from storage.retention import without_personal_data


class DatedRule(UuidRow, table=True):
    """One value of one rule, from a moment until another (or until further notice)."""

    __tablename__ = "rules"

    name: str = Field(index=True)
    value: str
    valid_from: datetime = instant()
    valid_until: datetime | None = instant(default=None)
    set_by: UUID | None = None
    set_at: datetime = instant()
    why: str = ""


without_personal_data(DatedRule, "values of rules")


def in_force(session: Session, name: str, *, at: datetime) -> str | None:
    """Return the value of this rule at this moment, None if only the default applies. The newest value wins.

    One transaction goes by the same values, unless it changes them itself.
    """
    return _all_in_force(session, at=at).get(name)


@remembered_for_transaction(DatedRule.__tablename__)
def _all_in_force(session: Session, *, at: datetime) -> dict[str, str]:
    query = (
        select(DatedRule.name, DatedRule.value)
        .where(DatedRule.valid_from <= at)
        .where(or_(col(DatedRule.valid_until).is_(None), col(DatedRule.valid_until) > at))
        .order_by(col(DatedRule.valid_from), col(DatedRule.set_at))
    )
    return dict(session.exec(query).all())


def history(session: Session, name: str) -> list[DatedRule]:
    """Return all values of this rule, past and future, newest first."""
    return list(
        session.exec(select(DatedRule).where(DatedRule.name == name).order_by(col(DatedRule.valid_from).desc()))
    )


def current_and_future(session: Session, *, at: datetime) -> list[DatedRule]:
    """Return the values of all rules that apply at this moment or later, latest start first for each rule."""
    query = select(DatedRule).where(or_(col(DatedRule.valid_until).is_(None), col(DatedRule.valid_until) > at))
    return list(
        session.exec(query.order_by(DatedRule.name, col(DatedRule.valid_from).desc(), col(DatedRule.set_at).desc()))
    )
