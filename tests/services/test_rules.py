"""The values of rules in force: the newest stored value for the moment, else the default."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.services.rules import rules, setting
from bot.services.rules.names import RuleName
from storage.staff.rules import DatedRule

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def notice(session: Session, name: RuleName, value: str, *, begins: datetime, until: datetime | None = None) -> None:
    session.add(DatedRule(name=name, value=value, valid_from=begins, valid_until=until, set_at=begins))
    session.flush()


def test_the_default_is_in_force_without_a_stored_value(session: Session) -> None:
    assert rules.number(session, RuleName.VEHICLES_PER_USER, at=NOW) == 3
    assert rules.switch(session, RuleName.QR_OWNER_CODE, at=NOW) is False
    assert rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=NOW) == (10, 14)
    assert rules.words(session, RuleName.EXEMPT_CALENDAR, at=NOW)


def test_a_stored_value_is_in_force_from_its_start_until_its_end(session: Session) -> None:
    notice(session, RuleName.VEHICLES_PER_USER, "5", begins=NOW, until=NOW + DAY)

    def limit(at: datetime) -> int:
        return rules.number(session, RuleName.VEHICLES_PER_USER, at=at)

    assert [limit(NOW - timedelta(seconds=1)), limit(NOW), limit(NOW + DAY)] == [3, 5, 3]


def test_a_later_value_overrides_an_earlier_one_during_its_period(session: Session) -> None:
    notice(session, RuleName.VEHICLES_PER_USER, "5", begins=NOW)
    notice(session, RuleName.VEHICLES_PER_USER, "9", begins=NOW + DAY, until=NOW + 2 * DAY)
    found = [rules.number(session, RuleName.VEHICLES_PER_USER, at=NOW + at * DAY) for at in range(3)]
    assert found == [5, 9, 5]


def test_every_kind_of_value_is_read_from_the_database(session: Session) -> None:
    notice(session, RuleName.QR_OWNER_CODE, "on", begins=NOW)
    notice(session, RuleName.PAYMENT_REMINDER_DAYS, "3,5", begins=NOW)
    assert rules.switch(session, RuleName.QR_OWNER_CODE, at=NOW) is True
    assert rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=NOW) == (3, 5)


def test_reading_a_rule_as_another_kind_raises_type_error(session: Session) -> None:
    with pytest.raises(TypeError):
        rules.number(session, RuleName.QR_OWNER_CODE, at=NOW)
    with pytest.raises(TypeError):
        rules.switch(session, RuleName.VEHICLES_PER_USER, at=NOW)


LAPSE, REMINDER = RuleName.OWNER_LAPSE_HOURS, RuleName.OWNER_REMINDER_HOURS


def set_hours(session: Session, name: RuleName, hours: int, *, since: int, until: int | None = None) -> None:
    end = NOW + until * DAY if until is not None else None
    setting.set_value(
        session, name, hours, valid_from=NOW + since * DAY, valid_until=end, why="notice", by=None, now=NOW
    )


def test_a_value_may_not_contradict_one_that_is_stored_for_later(session: Session) -> None:
    set_hours(session, LAPSE, 48, since=30)
    with pytest.raises(setting.RulesOutOfOrder) as refused:
        set_hours(session, REMINDER, 60, since=0)
    assert refused.value.values["since"] == (NOW + 30 * DAY).date()
    set_hours(session, REMINDER, 60, since=0, until=30)


def test_a_value_may_not_contradict_one_that_returns_when_another_ends(session: Session) -> None:
    set_hours(session, LAPSE, 100, since=0, until=10)
    with pytest.raises(setting.RulesOutOfOrder):
        set_hours(session, REMINDER, 90, since=5)


def test_reminders_and_the_days_to_pay_are_refused_from_both_sides(session: Session) -> None:
    within, remind = RuleName.PAY_WITHIN_DAYS, RuleName.PAYMENT_REMINDER_DAYS
    times: dict[str, Any] = {"valid_from": NOW, "valid_until": None, "why": "notice", "by": None, "now": NOW}
    with pytest.raises(setting.RulesOutOfOrder) as refused:
        setting.set_value(session, within, 7, **times)
    assert (refused.value.values["smaller"], refused.value.values["greater"]) == (remind, within)
    setting.set_value(session, remind, (3, 6), **times)
    setting.set_value(session, within, 7, **times)
    with pytest.raises(setting.RulesOutOfOrder):
        setting.set_value(session, remind, (3, 8), **times)
    setting.set_value(session, remind, (), **times)


def test_only_the_moments_at_which_the_value_is_in_force_count(session: Session) -> None:
    set_hours(session, REMINDER, 40, since=20)
    set_hours(session, LAPSE, 48, since=30)
    set_hours(session, REMINDER, 60, since=0)  # Until the 20th day, when 40 hours begin.
    with pytest.raises(setting.RulesOutOfOrder):
        set_hours(session, REMINDER, 60, since=20)  # It replaces them.
