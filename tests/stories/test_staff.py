"""Members of staff: invited and changed by two admins, removed at once, at least one admin."""

import re

import pytest

from storage.staff import members
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver


@pytest.fixture
def reviewer(app: AppDriver) -> Actor:
    return cast.greeted(cast.reviewer(app))


def roles(app: AppDriver, member: Actor) -> set[StaffRole]:
    return set(app.read(lambda session: members.roles(session, member.id)))


def commands(app: AppDriver, member: Actor) -> set[str]:
    """Return the commands in this member's Telegram menu."""
    return {one["command"] for one in app.ask("GET", f"/world/people/{member.id}/messages")["commands"]}


def propose_newcomer(admin: Actor, name: str = "小吴") -> None:
    admin.says("/staff")
    admin.taps("邀请新的工作人员")
    admin.says(name)
    admin.taps("审核员")
    admin.taps("提交")


def invitation(second_admin: Actor) -> str:
    """Return the payload of the invitation link that the second admin got."""
    found = re.search(r"start=(staff-\w+)", second_admin.last())
    assert found, second_admin.last()
    return found[1]


def test_two_admins_invite_somebody_who_accepts_by_the_link(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose_newcomer(admin)
    admin.sees("小吴：审核员", "等待另一位管理员确认")
    second_admin.sees("小吴：审核员", "管理员老陈")
    second_admin.taps("✅ 确认")
    newcomer = app.person("Wu")
    newcomer.says(f"/start {invitation(second_admin)}")
    newcomer.sees("小吴", "审核员")
    newcomer.taps("接受")
    newcomer.sees("欢迎")
    assert roles(app, newcomer) == {StaffRole.REVIEWER}
    assert "queue" in commands(app, newcomer)
    admin.sees("小吴", str(newcomer.id))


def test_an_invitation_works_once_and_expires(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose_newcomer(admin)
    second_admin.taps("✅ 确认")
    payload = invitation(second_admin)
    first, thief = app.person("Wu"), app.person("Thief")
    for one in (first, thief):
        one.says(f"/start {payload}")
    first.taps("接受")
    thief.taps("接受")
    thief.sees("这个邀请不能用")
    propose_newcomer(admin, "小郑")
    second_admin.taps("✅ 确认")
    payload = invitation(second_admin)
    app.later(hours=49)
    thief.says(f"/start {payload}")
    thief.sees("这个邀请不能用")
    assert roles(app, thief) == set()


def test_a_member_cannot_accept_an_invitation(
    app: AppDriver, admin: Actor, second_admin: Actor, reviewer: Actor
) -> None:
    propose_newcomer(admin)
    second_admin.taps("✅ 确认")
    reviewer.says(f"/start {invitation(second_admin)}")
    reviewer.sees("您已经是工作人员")


def test_roles_change_once_a_second_admin_confirms(
    app: AppDriver, admin: Actor, second_admin: Actor, reviewer: Actor
) -> None:
    admin.says("/staff")
    admin.taps("审核员小周")
    admin.taps("改角色")
    admin.taps("出纳")
    admin.taps("提交")
    admin.taps("✅ 确认")
    admin.sees("自己提议的不能自己确认")
    assert roles(app, reviewer) == {StaffRole.REVIEWER}
    second_admin.taps("✅ 确认")
    assert roles(app, reviewer) == {StaffRole.REVIEWER, StaffRole.CASHIER}
    reviewer.sees("审核员、出纳")


def test_a_change_to_no_roles_is_refused(admin: Actor, second_admin: Actor, reviewer: Actor) -> None:
    admin.says("/staff")
    admin.taps("审核员小周")
    admin.taps("改角色")
    admin.taps("审核员")
    admin.taps("提交")
    admin.sees("至少选一个角色", "审核员小周")


def test_a_service_ends_at_once(app: AppDriver, admin: Actor, reviewer: Actor) -> None:
    admin.says("/staff")
    admin.taps("审核员小周")
    admin.taps("结束任职")
    admin.sees("立即生效")
    admin.taps("结束任职")
    admin.sees("任职已结束")
    reviewer.sees("任职已结束")
    reviewer.says("/queue")
    reviewer.sees("没有这个命令")
    assert "queue" not in commands(app, reviewer)


def test_the_service_of_an_admin_ends_only_with_a_second_admin(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    admin.says("/staff")
    admin.taps("管理员老林")
    admin.taps("结束任职")
    admin.sees("要另一位管理员确认")
    admin.taps("结束任职")
    assert roles(app, second_admin) == {StaffRole.ADMIN}
    second_admin.taps("✅ 确认")
    assert roles(app, second_admin) == set()
    second_admin.says("/staff")
    second_admin.sees("没有这个命令")


def test_the_last_admin_cannot_be_removed(app: AppDriver, admin: Actor) -> None:
    admin.says("/staff")
    admin.taps("管理员老陈")
    admin.taps("结束任职")
    admin.taps("结束任职")
    admin.sees("最后一位管理员")
    assert roles(app, admin) == {StaffRole.ADMIN}


def test_two_admins_cannot_both_be_removed(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    for one, name in ((admin, "管理员老陈"), (second_admin, "管理员老林")):
        one.says("/staff")
        one.taps(name)
        one.taps("结束任职")
        one.taps("结束任职")
    second_admin.says("/staff")
    second_admin.taps("⏳ 待确认：管理员老陈")
    second_admin.taps("✅ 确认")
    assert roles(app, admin) == set()
    admin.says("/staff")
    admin.sees("没有这个命令")
    assert roles(app, second_admin) == {StaffRole.ADMIN}


def test_a_role_proposal_is_refused_or_withdrawn(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose_newcomer(admin)
    second_admin.taps("否决")
    second_admin.sees("否决")
    propose_newcomer(admin)
    admin.taps("撤回")
    admin.sees("已撤回")
    second_admin.says("/staff")
    assert "⏳ 待确认：小吴" not in second_admin.labels()


def test_invalid_names_and_other_people_are_refused(app: AppDriver, admin: Actor, reviewer: Actor) -> None:
    admin.says("/staff")
    admin.taps("邀请新的工作人员")
    admin.says("长" * 41)
    admin.sees("1 到 40 个字")
    for stranger in (reviewer, cast.driver(app)):
        stranger.says("/staff")
        stranger.sees("没有这个命令")
    for payload in ("staff-ABCDEFGHJKMN", "staff-", "staff-x"):
        reviewer.says(f"/start {payload}")
        reviewer.sees("这个邀请不能用")


def test_staff_commands_in_english(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    english = app.person("Pat", language="en")
    cast.employ(app, english, StaffRole.ADMIN)
    english.says("/staff")
    english.sees("Staff: 3", "admin (since")
