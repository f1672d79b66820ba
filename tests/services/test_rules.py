"""The values of rules in force: the newest stored value for the moment, else the default."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.services.rules import rules
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
