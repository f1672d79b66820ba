"""Notifications of violations and payment reminders: recipients, days, quiet hours."""

from datetime import timedelta
from typing import Any

import pytest

from bot.services.rules import setting
from bot.services.rules.names import RuleName
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver

pytestmark = pytest.mark.usefixtures("quick_documents")


def test_payment_reminders_are_sent_on_days_ten_and_fourteen_and_when_the_late_fee_begins(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    violation_steps.decide(app, driver)

    def reminded() -> int:
        return sum("罚款快到期了" in (message.get("text") or "") for message in driver.messages())

    app.later(days=9)
    assert reminded() == 0
    app.later(days=1)
    assert reminded() == 1
    driver.sees("2026年12月10日 前（含当日）", "每日加处 3%")
    app.later(days=4)
    assert reminded() == 2
    assert not driver.has_seen("已过缴款期限")
    app.later(days=2)
    driver.sees("已过缴款期限", "从今天起每日加处 3%", "2026年12月10日 已过")
    app.later(days=30)
    assert reminded() == 2


def test_a_person_is_reminded_of_all_decisions_once_a_day_whatever_the_order_of_the_days(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    rule: Any = {"valid_from": app.now, "valid_until": None, "why": "notice 7", "by": None, "now": app.now}
    app.write(lambda session: setting.set_value(session, RuleName.PAYMENT_REMINDER_DAYS, (14, 10), **rule))
    for number in ("4501000000000001", "4501000000000002"):
        violation_steps.violation(app, car, number)
        violation_steps.decide(app, driver)
    before = len(driver.messages())
    app.later(days=10)
    (reminder,) = driver.messages()[before:]
    assert reminder["text"].count("罚款快到期了") == 2
    app.later(days=4)
    assert len(driver.messages()) == before + 2


def test_the_owner_and_filed_users_are_notified_of_new_records(app: AppDriver) -> None:
    driver, owner, third = cast.driver(app), cast.owner(app), cast.third(app)
    car = cast.car(app, owner)
    violation_steps.filed(app, car, driver)
    violation_steps.violation(app, car, tell=True)
    violation_steps.violation(app, car, "4501000000000002", tell=True)
    app.settle()
    for citizen in (driver, owner):
        citizen.sees("您的车有 2 条新的交通违法", "桂A·12345")
    assert not third.messages()
    driver.taps("11月22日")
    driver.sees("桂A·12345 的违法记录")


def test_notifications_wait_for_the_end_of_the_quiet_hours(app: AppDriver) -> None:
    owner = cast.owner(app)
    car = cast.car(app, owner)
    app.now += timedelta(hours=13)  # 23:00 in Shanghai
    violation_steps.violation(app, car, tell=True)
    app.settle()
    assert not owner.messages()
    app.later(hours=8)
    assert not owner.messages()
    app.later(hours=1)
    owner.sees("新的交通违法")


def test_muted_notifications_are_not_sent(app: AppDriver) -> None:
    owner = cast.owner(app)
    car = cast.car(app, owner)
    owner.says("/violations")
    owner.taps("通知设置")
    owner.taps("✅ 接收：新的交通违法")
    assert "🔕 不接收：新的交通违法" in owner.labels()
    violation_steps.violation(app, car, tell=True)
    app.later(hours=1)
    assert not owner.has_seen("您的车有")
    owner.taps("🔕 不接收：新的交通违法")
    violation_steps.violation(app, car, "4501000000000002", tell=True)
    app.settle()
    assert owner.has_seen("您的车有 1 条新的交通违法")


def test_an_owner_without_an_account_is_notified_by_sms(app: AppDriver) -> None:
    person = cast.register_person(app, "赵敏", cast.id_number(9), "+8613800000009")
    car = cast.car(app, person)
    violation_steps.violation(app, car, tell=True)
    app.settle()
    (text,) = app.sms("+8613800000009")
    assert "桂A·12345" in text
    assert "<b>" not in text
