"""Rule proposals that are confirmed late: after their first day, or after their last one."""

from datetime import timedelta

from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.test_rules import limit, propose


def test_a_proposal_confirmed_after_its_last_day_is_refused(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin, "/rule vehicles_per_user 5 until 2026-11-25 放宽一天")
    app.now += timedelta(days=1)
    second_admin.taps("✅ 确认")
    second_admin.sees("已经过去")
    assert limit(app) == 3
    second_admin.says("/rule")
    second_admin.taps("每人最多备案")
    second_admin.sees("最后一天已过，不能再确认")
    assert "❌ 否决 / 撤回" in second_admin.labels()
    assert "✅ 确认" not in second_admin.labels()


def test_a_proposal_confirmed_after_its_first_day_begins_then(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    propose(admin, "/rule vehicles_per_user 5 from 2026-11-26 放宽")
    app.now += timedelta(days=4)
    second_admin.says("/rule")
    second_admin.taps("每人最多备案")
    second_admin.sees("确认后立即生效（提议的 2026年11月26日 00:00 已过）")
    second_admin.taps("✅ 确认")
    second_admin.sees("自 2026年11月29日 10:00 起", "已确认")
    assert (limit(app, app.now - timedelta(seconds=1)), limit(app)) == (3, 5)
