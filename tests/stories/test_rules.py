"""The dated rules: read by everybody, changed by two admins, announced to everybody."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from bot.services.certificates import signing_keys
from bot.services.rules import rules, setting
from bot.services.rules.names import RuleName
from bot.services.staff import announcements, rule_changes
from storage.staff import members
from storage.staff.announcements import Announcement
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored


def limit(app: AppDriver, at: datetime | None = None) -> int:
    read: Callable[..., int] = lambda session: rules.number(session, RuleName.VEHICLES_PER_USER, at=at or app.now)  # noqa: E731
    return int(app.read(read))


def propose(admin: Actor, line: str, *, how: str = "不公告") -> None:
    admin.says(line)
    admin.taps(how)


def test_everybody_reads_the_current_rules_by_topic(app: AppDriver) -> None:
    guest = app.person("路人")
    guest.says("/rules")
    guest.sees("每人最多备案几辆非本人机动车：3", "72 小时")
    guest.taps("缴款")
    guest.sees("罚款缴纳期限", "15 天", "10, 14", "500 元")


def test_rules_are_shown_in_the_readers_language(app: AppDriver) -> None:
    guest = app.person("Guest", language="en")
    guest.says("/rules")
    guest.sees("Cars of others that one person may file", "24 hours")


def test_a_rule_confirmed_by_a_second_admin_is_in_force_at_once(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    admin.says("/rule vehicles_per_user 5 疫情期间放宽")
    admin.sees("现在：3", "改为：5", "疫情期间放宽")
    admin.taps("不公告")
    admin.sees("等待另一位管理员确认")
    assert limit(app) == 3
    second_admin.sees("改为：5", "管理员老陈")
    second_admin.taps("确认")
    second_admin.sees("已确认")
    admin.sees("已确认")
    assert limit(app) == 5


@pytest.mark.parametrize("line", ["vehicles_per_user 3 不变", "payment_reminder_days 14,10 换个次序"])
def test_a_proposal_that_changes_nothing_is_refused(admin: Actor, line: str) -> None:
    admin.says(f"/rule {line}")
    admin.sees("没有变化", "不用提议")


def test_a_value_that_ends_an_exception_changes_something(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin, "/rule vehicles_per_user 5 until 2026-12-31 放宽")
    second_admin.taps("确认")
    admin.says("/rule vehicles_per_user 5 until 2026-12-20 放宽")
    admin.sees("没有变化")
    admin.says("/rule vehicles_per_user 5 一直放宽")
    admin.sees("改为：5")


def test_other_staff_are_told_of_a_rule_that_is_not_announced(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    reviewer, motorist = cast.reviewer(app), cast.driver(app)
    for each in (reviewer, motorist):
        each.says("/menu")
    propose(admin, "/rule review_working_days 3 节后积压")
    second_admin.taps("确认")
    reviewer.sees("规定已更改", "由两位管理员设定", "3 个工作日", "节后积压")
    for each in (admin, second_admin, motorist):
        assert not each.has_seen("规定已更改")


def test_all_staff_are_told_of_a_rule_that_the_operator_sets(app: AppDriver, admin: Actor) -> None:
    reviewer = cast.reviewer(app)
    reviewer.says("/menu")
    admin.says("/menu")

    def set_rule(session: Session) -> None:
        name, at = RuleName.PHOTO_DAYS, app.now
        rule = setting.set_value(session, name, 30, valid_from=at, valid_until=None, why="notice 7", by=None, now=at)
        rule_changes.tell_staff(session, rule, now=app.now, admins_too=True)

    app.write(set_rule)
    app.later(seconds=1)
    for each in (admin, reviewer):
        each.sees("规定已更改", "由运维人员设定", "30 天", "notice 7")


def test_the_administrators_are_told_of_changed_keys(app: AppDriver, admin: Actor) -> None:
    reviewer = cast.reviewer(app)
    reviewer.says("/menu")
    admin.says("/menu")
    app.write(lambda session: signing_keys.rotate(session, now=app.now))
    app.later(seconds=1)
    admin.sees("密钥有变化", "正在使用", "已停用")
    first = app.read(signing_keys.public).keys[0].kid
    app.write(lambda session: signing_keys.withdraw(session, first, now=app.now))
    app.later(seconds=1)
    admin.sees(first, "已作废")
    assert not reviewer.has_seen("密钥有变化")


def test_nobody_confirms_their_own_proposal(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin, "/rule vehicles_per_user 5 放宽")
    admin.taps("✅ 确认")
    admin.sees("自己提议的不能自己确认")
    assert limit(app) == 3


def test_a_rule_proposal_is_refused_or_withdrawn(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin, "/rule vehicles_per_user 5 放宽")
    second_admin.taps("否决")
    second_admin.sees("已被另一位管理员否决")
    propose(admin, "/rule vehicles_per_user 6 放宽")
    admin.taps("撤回")
    admin.sees("提议人已撤回")
    second_admin.taps("✅ 确认")
    assert second_admin.has_seen("已经有结果")
    assert limit(app) == 3


def test_a_rule_begins_and_ends_on_the_days_named(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin, "/rule VEHICLES-PER-USER 5 from 2026-12-01 until 2026-12-31 年底放宽")
    second_admin.taps("✅ 确认")
    moments = [
        datetime(2026, 11, 30, 15, 59, tzinfo=UTC),
        datetime(2026, 11, 30, 16, tzinfo=UTC),
        datetime(2026, 12, 31, 15, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 16, tzinfo=UTC),
    ]
    assert [limit(app, moment) for moment in moments] == [3, 5, 5, 3]
    guest = app.person("路人")
    guest.says("/rules")
    guest.sees("2026年12月1日 00:00 起：5")
    guest.says("/rules vehicles_per_user")
    guest.sees("年底放宽", "至 2026年12月31日（含当天）", "没有另行规定时：3")


def test_every_registered_user_is_notified_in_slices(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    crowd, guest = cast.crowd(app, 10), app.person("路人")
    guest.says("/start")
    propose(admin, "/rule vehicles_per_user 5 放宽", how="公告")
    second_admin.taps("✅ 确认")
    app.later(seconds=4)
    for person in crowd:
        person.sees("规定有变化", "5", "放宽")
    assert not guest.has_seen("规定有变化")
    found = app.read(lambda session: stored(session, Announcement))
    assert [one.told for one in found] == [12]  # The crowd and both admins.
    assert found[0].finished_at is not None


def test_a_long_announcement_takes_several_turns(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    crowd = [
        cast.citizen(app, "某人", cast.id_number(200 + at), f"+86138100{at:05}")
        for at in range(announcements.SLICE_SIZE + 3)
    ]
    propose(admin, "/rule vehicles_per_user 5 放宽", how="公告")
    second_admin.taps("✅ 确认")
    told = sum(person.has_seen("规定有变化") for person in [*crowd, admin, second_admin])
    assert told == announcements.SLICE_SIZE
    app.later(seconds=announcements.PAUSE.total_seconds())
    assert all(person.has_seen("规定有变化") for person in crowd)
    app.later(minutes=1)
    assert sum("规定有变化" in message["text"] for message in crowd[0].messages()) == 1


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/rule vehicles_per_user 5", "请写全"),
        ("/rule vehicles_per_usr 5 放宽", "没有叫"),
        ("/rule vehicles_per_user five 放宽", "整数，0 到 20"),
        ("/rule vehicles_per_user 21 放宽", "0 到 20"),
        ("/rule qr_extra_photos maybe 放宽", "on 或 off"),
        ("/rule exempt_calendar eight 放宽", "six_years, ten_years"),
        ("/rule payment_reminder_days 10,10 放宽", "写了两次"),
        ("/rule check_rules ??? 放宽", "看不懂"),
        ("/rule vehicles_per_user 5 from tomorrow 放宽", "不是日期"),
        ("/rule vehicles_per_user 5 from 2026-11-24 放宽", "已经过去"),
        ("/rule vehicles_per_user 5 from 2026-12-02 until 2026-12-01 放宽", "结束日期早于开始日期"),
        ("/rule vehicles_per_user 5 " + "长" * 301, "最多 300"),
        ("/rule owner_reminder_hours 80 放宽", "自相矛盾"),
    ],
)
def test_an_invalid_rule_is_explained(admin: Actor, line: str, answer: str) -> None:
    admin.says(line)
    admin.sees(answer)


def test_a_rule_has_one_open_proposal_at_a_time(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin, "/rule vehicles_per_user 5 放宽")
    propose(second_admin, "/rule vehicles_per_user 6 再放宽")
    second_admin.sees("已有一个提议")
    second_admin.says("/cancel")
    second_admin.says("/rule")
    second_admin.sees("1 项")
    second_admin.taps("每人最多备案")
    second_admin.sees("改为：5")


def test_only_admins_change_rules(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    driver = cast.driver(app)
    driver.says("/rule vehicles_per_user 5 放宽")
    driver.sees("没有这个命令")
    propose(admin, "/rule vehicles_per_user 5 放宽")
    app.write(lambda session: end(session, second_admin, app.now))
    second_admin.taps("✅ 确认")
    second_admin.sees("没有这个命令")
    assert limit(app) == 3


def end(session: Session, member: Actor, at: datetime) -> None:
    """End a service, as the command line does."""
    row = members.by_telegram(session, member.id)
    assert row is not None
    row.ended_at = at
    session.add(row)
