"""The dated rules in force: the value of the day, of the newest notice, else the default."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.staff.rules import Rule

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def notice(session: Session, name: RuleName, value: str, *, begins: datetime, until: datetime | None = None) -> None:
    session.add(Rule(name=name, value=value, valid_from=begins, valid_until=until, set_at=begins))
    session.flush()


def test_without_a_notice_the_default_holds(session: Session) -> None:
    assert rules.number(session, RuleName.VEHICLES_PER_USER, at=NOW) == 3
    assert rules.switch(session, RuleName.QR_OWNER_CODE, at=NOW) is False
    assert rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=NOW) == (10, 14)
    assert rules.text(session, RuleName.EXEMPT_CALENDAR, at=NOW)


def test_a_notice_holds_from_its_first_moment_until_its_last(session: Session) -> None:
    notice(session, RuleName.VEHICLES_PER_USER, "5", begins=NOW, until=NOW + DAY)

    def limit(at: datetime) -> int:
        return rules.number(session, RuleName.VEHICLES_PER_USER, at=at)

    assert [limit(NOW - timedelta(seconds=1)), limit(NOW), limit(NOW + DAY)] == [3, 5, 3]


def test_a_later_notice_stands_above_an_earlier_one_while_it_lasts(session: Session) -> None:
    notice(session, RuleName.VEHICLES_PER_USER, "5", begins=NOW)
    notice(session, RuleName.VEHICLES_PER_USER, "9", begins=NOW + DAY, until=NOW + 2 * DAY)
    found = [rules.number(session, RuleName.VEHICLES_PER_USER, at=NOW + at * DAY) for at in range(3)]
    assert found == [5, 9, 5]


def test_every_kind_of_value_is_read_from_the_store(session: Session) -> None:
    notice(session, RuleName.QR_OWNER_CODE, "on", begins=NOW)
    notice(session, RuleName.PAYMENT_REMINDER_DAYS, "3,5", begins=NOW)
    assert rules.switch(session, RuleName.QR_OWNER_CODE, at=NOW) is True
    assert rules.days(session, RuleName.PAYMENT_REMINDER_DAYS, at=NOW) == (3, 5)


def test_a_rule_asked_for_as_another_kind_is_a_bug(session: Session) -> None:
    with pytest.raises(TypeError):
        rules.number(session, RuleName.QR_OWNER_CODE, at=NOW)
    with pytest.raises(TypeError):
        rules.switch(session, RuleName.VEHICLES_PER_USER, at=NOW)
