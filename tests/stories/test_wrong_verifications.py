"""Two admins withdraw a wrong verification, from the card of /find."""

from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import row


def test_two_admins_withdraw_a_wrong_verification(app: AppDriver) -> None:
    driver = cast.driver(app)
    cast.verify(app, driver)
    first, second = (cast.greeted(cast.reviewer(app, name, (StaffRole.ADMIN,))) for name in ("管理员甲", "管理员乙"))
    officer = cast.reviewer(app, "警官", (StaffRole.OFFICER,))
    for who in (officer, first):
        who.says(f"/find {driver.id_number}")
        who.sees("已实人认证")
    assert not any("撤销核实" in label for label in officer.labels())
    first.taps("撤销核实：李*国")
    first.sees("撤销错误的身份核实", "李*国", "另一位管理员")
    first.taps("确认撤销")
    first.sees("自己提议的不能自己确认")
    second.says(f"/find {driver.id_number}")
    second.taps("撤销核实（待确认）：李*国")
    second.taps("确认撤销")
    second.sees("已撤销", "与登记信息一致")
    assert row(app, driver.person_id).verified_at is None
    driver.sees("身份核实已撤销", "账号和资料还在")
    assert "身份核实" in driver.labels()


def test_an_admin_who_looks_closer_leaves_a_verification(app: AppDriver) -> None:
    driver = cast.driver(app)
    cast.verify(app, driver)
    first, second = (cast.greeted(cast.reviewer(app, name, (StaffRole.ADMIN,))) for name in ("管理员甲", "管理员乙"))
    first.says(f"/find {driver.id_number}")
    first.taps("撤销核实：李*国")
    second.sees("撤销错误的身份核实")
    second.taps("不撤销")
    second.sees("没有撤销")
    first.taps("确认撤销")
    first.sees("已经办结")
    assert row(app, driver.person_id).verified_at is not None


def test_two_admins_end_a_claim_to_a_phone_number(app: AppDriver) -> None:
    driver = cast.driver(app)
    first, second = (cast.greeted(cast.reviewer(app, name, (StaffRole.ADMIN,))) for name in ("管理员甲", "管理员乙"))
    phone = driver.phone
    first.says(f"/find {phone}")
    first.taps("手机号不是本人的：李*国")
    first.sees("手机号不是本人的", "另一位管理员")
    second.sees("手机号不是本人的", "138****")
    second.taps("确认撤销")
    second.sees("会通知本人和这个号码")
    driver.sees("登记信息里已没有您的手机号")
    assert "不再登记在别人名下" in app.sms(phone)[-1]
    assert row(app, driver.person_id).phone == ""
