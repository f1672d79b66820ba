"""Members of staff register and have their identity verified before their first duty."""

import pytest
from sqlmodel import Session

from bot.services.staff import members
from storage.staff import members as member_store
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen


@pytest.fixture
def newcomer(app: AppDriver) -> Citizen:
    """A registered person who is a member of staff, and whose identity nobody has verified."""
    person = cast.driver(app)
    cast.appoint(app, person, StaffRole.REVIEWER)
    return person


def test_the_way_from_the_appointment_to_the_first_duty(app: AppDriver, admin: Actor) -> None:
    newcomer = app.person("小吴", "+8613800000066")
    cast.appoint(app, newcomer, StaffRole.REVIEWER)
    newcomer.says("/queue")
    newcomer.sees("还差两步", "注册")
    newcomer.taps("注册 / 登录")
    newcomer.sees("同意后开始注册")


def test_a_member_asks_and_an_admin_verifies(app: AppDriver, newcomer: Citizen, admin: Actor) -> None:
    newcomer.says("/queue")
    newcomer.sees("还差一步", "核对您的身份证件")
    newcomer.taps("菜单")
    newcomer.sees("还差一步")
    assert "待审件" not in newcomer.labels()
    newcomer.taps("请管理员核对我的身份")
    newcomer.sees("会通知管理员")
    newcomer.says("/menu")
    newcomer.taps("请管理员核对我的身份")
    newcomer.sees("已经通知过管理员")
    admin.sees("请核对工作人员的身份", "李建国", "尚未核实")
    assert newcomer.id_number not in admin.last()
    admin.taps("已当面核对身份证件")
    admin.sees("李建国", "已核实")
    newcomer.sees("欢迎", "审核员")
    newcomer.says("/queue")
    newcomer.sees("现在没有待办")


def test_a_member_of_a_file_is_checked_whatever_a_face_check_says(
    app: AppDriver, newcomer: Citizen, admin: Actor
) -> None:
    cast.verify(app, newcomer)

    def of_a_file(session: Session) -> None:
        member = member_store.by_telegram(session, newcomer.id)
        assert member is not None
        member.awaits_check = True
        session.add(member)

    app.write(of_a_file)
    newcomer.says("/queue")
    newcomer.sees("还差一步", "您就是名单上的人")
    newcomer.taps("菜单")
    newcomer.taps("请管理员核对我的身份")
    admin.sees("请核对工作人员的身份", "李建国", "身份已核实，还没有当面核对")
    admin.taps("已当面核对身份证件")
    newcomer.says("/queue")
    newcomer.sees("现在没有待办")


def test_an_admin_who_may_not_serve_reads_no_identity(app: AppDriver, newcomer: Citizen, admin: Actor) -> None:
    """They may be the wrong person themselves, whom a mistyped Telegram id made an admin."""
    awaiting = cast.citizen(app, "王小明", cast.id_number(3), "+8613800000003")
    cast.appoint(app, awaiting, StaffRole.ADMIN)
    newcomer.says("/menu")
    newcomer.taps("请管理员核对我的身份")
    admin.sees("请核对工作人员的身份", "李建国（")
    awaiting.sees("请核对工作人员的身份")
    assert "身份：" not in awaiting.last()


def test_an_admin_sees_in_the_list_who_is_not_verified(newcomer: Citizen, admin: Actor) -> None:
    admin.says("/staff")
    admin.taps("李建国")
    admin.sees("尚未核实")
    admin.taps("已当面核对身份证件")
    admin.says("/staff")
    admin.taps("李建国")
    admin.sees("身份：李建国，已核实")
    assert "已当面核对身份证件" not in "".join(admin.labels())


def test_without_an_admin_who_can_be_reached_the_operator_is_named(app: AppDriver) -> None:
    only = cast.driver(app)
    cast.appoint(app, only, StaffRole.ADMIN)
    only.says("/menu")
    only.taps("请管理员核对我的身份")
    only.sees("运维人员")
    only.says("/staff")
    only.sees("还差一步")
    only.taps("菜单")


def test_a_member_who_accepts_an_invitation_reads_what_comes_next(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    admin.says("/staff")
    admin.taps("邀请新的工作人员")
    admin.says("小吴")
    admin.taps("审核员")
    admin.taps("提交")
    second_admin.taps("✅ 确认")
    payload = next(word for word in second_admin.last().split("start=")[1:])[:18]
    newcomer = app.person("Wu", "+8613800000066", language="en")
    newcomer.says(f"/start {payload}")
    newcomer.taps("Accept")
    newcomer.sees("Welcome!", "two steps are left", "ID document")
    admin.says("/staff")
    admin.taps("小吴")
    admin.sees("还没有注册")


def test_the_admins_read_whose_service_the_operator_has_ended(
    app: AppDriver, newcomer: Citizen, admin: Actor, second_admin: Actor
) -> None:
    def end(session: Session) -> None:
        members.end_by_operator(session, member_store.with_role(session, StaffRole.REVIEWER)[0], now=app.now)

    app.write(end)
    app.settle()
    for each in (admin, second_admin):
        each.sees("运维人员结束了", "任职")
    newcomer.sees("您的工作人员任职已结束")


def test_members_read_the_reason_in_english(app: AppDriver) -> None:
    member = cast.citizen(app, "Pat Lee", cast.id_number(3), "+8613800000003", language="en")
    cast.appoint(app, member, StaffRole.CASHIER)
    member.says("/refund")
    member.sees("one step is left", "ID document")
    member.taps("Menu")
    member.taps("Ask an admin to check my identity")
    member.sees("No admin can be reached")
