"""Organisations in the chat: memberships, vehicles, members, joining and leaving."""

import re
from datetime import timedelta

import pytest

from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.privacy_steps import deletes


def company(app: AppDriver, administrator: Citizen, cars: int = 1) -> Organisation:
    """Add an organisation with so many vehicles."""
    made = cast.organisation(app, administrator)
    for at in range(cars):
        cast.car(app, made, plate=f"桂A{at:05}", inspection_valid_until="2027-05")
    return made


def invitation(administrator: Citizen) -> str:
    """Create an invitation; returns its code."""
    administrator.says("/organisation")
    administrator.taps("成员")
    administrator.taps("邀请经办人")
    found = re.search(r"/join ([2-9A-Z-]{14})", administrator.last())
    assert found is not None, administrator.last()
    return found[1]


def join(administrator: Citizen, user: Citizen) -> None:
    """Make a person a member of the organisation."""
    user.says(f"/join {invitation(administrator)}")
    user.taps("接受")


def test_an_administrator_sees_the_organisation(app: AppDriver) -> None:
    owner = cast.owner(app)
    company(app, owner, cars=3)
    owner.says("/organisation")
    owner.sees("青山物流", "9111**********341L", "管理员", "机动车 3 辆", "成员 1 人")
    owner.taps("单位的机动车")
    owner.sees("桂A·00000", "检验至 2027-05", "备案 0 人")
    owner.taps("桂A·00001")
    owner.sees("桂A·00001", "青山物流")


def test_a_person_without_membership_is_informed_how_to_join(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/organisation")
    driver.sees("没有代表任何单位", "/join")
    driver.says("/join")
    driver.sees("邀请码")


def test_organisations_require_registration(app: AppDriver) -> None:
    guest = app.person("新人")
    guest.says("/organisation")
    guest.sees("注册")


def test_the_fleet_is_paged_and_searched(app: AppDriver) -> None:
    owner = cast.owner(app)
    company(app, owner, cars=25)
    owner.says("/organisation")
    owner.taps("单位的机动车")
    owner.sees("25 辆", "桂A·00009")
    owner.taps("下一页")
    owner.taps("下一页")
    owner.sees("桂A·00024")
    owner.taps("上一页")
    owner.sees("桂A·00010")
    owner.says("/organisation 00017")
    owner.sees("1 辆", "桂A·00017")


def test_my_vehicles_does_not_list_a_large_fleet(app: AppDriver) -> None:
    owner = cast.owner(app)
    company(app, owner, cars=120)
    cast.car(app, owner, plate="桂B12345")
    owner.says("/vehicles")
    owner.sees("121")
    assert any("桂B·12345" in label for label in owner.labels())
    assert "我的单位" in owner.labels()
    assert len(owner.labels()) < 10


def test_an_invited_person_becomes_a_member(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    made = company(app, owner)
    driver.says(f"/join {invitation(owner)}")
    driver.sees("青山物流", "邀请您当经办人")
    driver.taps("接受")
    driver.sees("您现在是", "青山物流")
    owner.sees("李*国 接受了邀请")
    driver.says("/organisation")
    driver.sees("您是经办人", "成员 2 人")
    driver.taps("单位的机动车")
    driver.sees("桂A·00000")
    assert "桂A·00000" not in driver.labels(), "a user cannot act for the organisation"
    members = app.read(lambda session: organisations.members(session, made.id))
    assert [member.organisation_seat for member in members] == [0, 1]


@pytest.mark.parametrize("code", ["ABCD", "AAAA-AAAA-AAAA", "😀", "' OR 1=1", "2" * 3000])
def test_every_invalid_invitation_gets_the_same_answer(app: AppDriver, code: str) -> None:
    driver = cast.driver(app)
    driver.says(f"/join {code}")
    driver.sees("这个邀请码不能用")


def test_an_invitation_can_be_used_once_and_expires(app: AppDriver) -> None:
    owner, driver, third = cast.owner(app), cast.driver(app), cast.third(app)
    company(app, owner)
    code = invitation(owner)
    driver.says(f"/join {code}")
    driver.taps("接受")
    third.says(f"/join {code}")
    third.sees("这个邀请码不能用")
    old = invitation(owner)
    third.says(f"/join {old}")
    app.now += timedelta(hours=48)
    third.taps("接受")
    third.sees("这个邀请码不能用")


def test_an_invitation_is_shown_after_registration(app: AppDriver) -> None:
    owner = cast.owner(app)
    company(app, owner)
    guest = app.person("新人")
    link = f"join-{invitation(owner).replace('-', '')}"
    guest.says(f"/start {link}")
    guest.sees("同意")
    assert not guest.has_seen("青山物流")


def test_a_member_cannot_accept_another_invitation(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    company(app, owner)
    join(owner, driver)
    for who in (owner, driver):
        who.says(f"/join {invitation(owner)}")
        who.taps("接受")
        who.sees("已经是这个单位的成员")


def test_the_administrator_removes_a_user(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    company(app, owner)
    join(owner, driver)
    owner.says("/organisation")
    owner.taps("成员")
    owner.sees("李*国", "经办人", "王*英", "管理员")
    owner.taps("李*国")
    owner.taps("移出单位")
    owner.sees("确定把 李*国 移出")
    message, surely = owner.button("移出单位")
    owner.taps("移出单位")
    owner.sees("已把 李*国 移出")
    driver.sees("您不再是", "经办人")
    driver.says("/organisation")
    driver.sees("没有代表任何单位")
    app.later(seconds=4)
    owner.forges(surely, message["message_id"])
    owner.sees("找不到这一项")


def test_a_user_leaves_and_the_administrator_is_notified(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    company(app, owner)
    join(owner, driver)
    driver.says("/organisation")
    driver.taps("退出这个单位")
    driver.sees("确定退出")
    driver.taps("退出这个单位")
    driver.sees("您已退出")
    owner.sees("李*国 退出了")


def test_handing_over_changes_who_decides_about_the_vehicles(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    company(app, owner)
    join(owner, driver)
    owner.says("/organisation")
    owner.taps("成员")
    owner.taps("李*国")
    owner.taps("移交管理")
    owner.sees("二维码和邀请码都会失效")
    owner.taps("确认移交管理")
    owner.sees("移交给 李*国，您现在是经办人")
    driver.sees("您现在是", "管理员")
    owner.says("/vehicles")
    owner.sees("没有机动车")
    driver.says("/vehicles")
    driver.taps("桂A·00000")
    driver.sees("青山物流")


def test_buttons_of_a_removed_member_have_no_effect(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    company(app, owner)
    join(owner, driver)
    driver.says("/organisation")
    (message, members), (_, cars), (_, code) = map(driver.button, ("成员", "单位的机动车", "登录网页"))
    owner.says("/organisation")
    owner.taps("成员")
    owner.taps("李*国")
    owner.taps("移出单位")
    owner.taps("移出单位")
    for stale, answer in ((members, "找不到这一项"), (cars, "找不到这一项"), (code, "没有代表任何单位")):
        driver.forges(stale, message["message_id"])
        assert driver.has_seen(answer)


def test_a_user_cannot_use_the_administrators_buttons(app: AppDriver) -> None:
    owner, driver, third = cast.owner(app), cast.driver(app), cast.third(app)
    company(app, owner)
    join(owner, driver)
    join(owner, third)
    driver.says("/organisation")
    driver.taps("成员")
    assert "邀请经办人" not in driver.labels()
    owner.taps("成员")
    owner.taps("欧阳*")
    driver.forges(owner.button("移出单位")[1])
    driver.sees("这个按钮不能用")


def test_deleting_an_account_ends_its_membership(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    made = company(app, owner)
    join(owner, driver)
    deletes(driver)
    driver.sees("已删除")
    members = app.read(lambda session: organisations.members(session, made.id))
    assert [member.person_id for member in members] == [owner.person_id]


def test_an_organisation_is_managed_in_english(app: AppDriver) -> None:
    owner = cast.citizen(app, "Emma Clark", cast.id_number(9), "+8613800000009", language="en")
    company(app, owner)
    owner.says("/organisation")
    owner.sees("You are: Administrator", "1 car, 1 member")
    owner.taps("Sign in on the web")
    owner.sees("Your sign-in code", "once")
    owner.taps("Sign out of all browsers")
    owner.sees("0 browsers were signed out")
