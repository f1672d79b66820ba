"""Paper copies: requested, printed, posted or ready, with a notification at each step."""

from typing import Any

import pytest

from bot.services.privacy import certificates
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car, file, show_live

ADDRESS = "广西南宁市青秀区民族大道100号3栋502"


def ask(owner: Citizen) -> None:
    """Request a copy: the choice of the delivery is next."""
    show_live(owner)
    owner.taps("要纸质标志")


def ask_by_post(owner: Citizen) -> None:
    """Request a copy by post, to an address that is not remembered."""
    ask(owner)
    owner.taps("邮寄")
    owner.says(ADDRESS)
    owner.taps("提交，不记住地址")


def printer(app: AppDriver) -> Actor:
    """Return a member of the station's staff."""
    return cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))


def deliver(station: Actor, label: str = "#1001") -> None:
    """Print, post and deliver a copy."""
    station.says("/papers")
    for each in (label, "已打印", "寄出"):
        station.taps(each)
    station.says("SF1234567890")
    station.taps("已送达")


def newest(app: AppDriver, number: int = 1001) -> PaperCopy:
    """Return the paper copy with this number."""
    copies: list[PaperCopy] = app.read(lambda session: stored(session, PaperCopy))
    return next(copy for copy in copies if copy.number == number)


def test_a_copy_by_post_is_ordered_printed_and_posted(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    owner.sees("已受理", "#1001", "桂A·12345")
    station.says("/papers")
    station.taps("#1001")
    station.sees("王秀英", "138 0000 0002", ADDRESS)
    station.taps("已打印")
    owner.sees("#1001", "已制作")
    station.taps("寄出")
    station.says("??")
    station.sees("不是运单号")
    station.says("SF1234567890")
    owner.sees("已寄出", "SF1234567890")
    station.taps("已送达")
    owner.sees("已送达")
    assert newest(app).status is PaperStatus.DONE


def test_the_address_is_encrypted_and_deleted_after_delivery(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    copy = newest(app)
    assert ADDRESS.encode() not in copy.sealed_address
    assert copy.address == ADDRESS
    station.says("/papers")
    for label in ("#1001", "已打印", "寄出"):
        station.taps(label)
    station.says("SF1234567890")
    station.taps("已送达")
    assert (newest(app).sealed_recipient, newest(app).sealed_address) == (b"", b"")


def test_a_copy_to_be_picked_up_needs_no_address(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask(owner)
    owner.taps("自取")
    owner.sees("城东服务大厅自取", "明德路 88 号", "身份证")
    owner.taps("提交")
    station.says("/papers")
    station.taps("#1001")
    station.taps("已打印")
    station.taps("可以领取了")
    owner.sees("可以领取", "城东服务大厅自取")
    owner.taps("窗口和电话")
    owner.sees("城东服务大厅")
    station.taps("已领取")
    assert newest(app).way is PaperWay.PICK_UP


def test_a_copy_after_loss_can_be_ordered_again(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    ask(owner)
    owner.sees("效力相同")
    owner.taps("自取")
    owner.taps("改原因")
    owner.taps("丢失或损坏了")
    owner.sees("请核对", "丢失或损坏了")
    owner.taps("提交")
    assert newest(app).after_loss


def test_an_order_can_be_cancelled_until_it_is_printed(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    owner.says("/papers")
    owner.taps("#1001")
    _, cancel = owner.button("取消申请")
    owner.taps("取消申请")
    owner.sees("已取消")
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1002")
    station.taps("已打印")
    owner.forges(cancel)
    assert owner.has_seen("已经有人办了")


def test_two_members_of_staff_at_once_do_each_step_once(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    other = cast.reviewer(app, "管理员", roles=(StaffRole.ADMIN,))
    car(app, owner)
    ask_by_post(owner)
    for one in (station, other):
        one.says("/papers")
        one.taps("#1001")
    station.taps("已打印")
    other.taps("已打印")
    assert other.has_seen("已经有人办了")
    assert sum("已制作" in message.get("text", "") for message in owner.messages()) == 1


def test_a_revoked_certificate_is_not_printed(app: AppDriver) -> None:
    owner, admin = cast.owner(app), cast.reviewer(app, roles=(StaffRole.ADMIN,))
    car(app, owner)
    ask_by_post(owner)
    second = cast.greeted(cast.reviewer(app, "管理员老孙", (StaffRole.ADMIN,)))
    admin.says("/revoke 桂A12345 检验造假")
    second.taps("确认撤销")
    assert owner.has_seen("已取消")
    assert newest(app).sealed_address == b""


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.OFFICER, StaffRole.CASHIER])
def test_staff_who_do_not_print_see_no_addresses(app: AppDriver, role: StaffRole) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    other = cast.reviewer(app, roles=(role,))
    other.says("/papers")
    assert not other.has_seen("#1001")


def test_a_filed_user_cannot_order_a_copy(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    file(app, driver, car(app, owner))
    show_live(driver)
    assert not any("纸质" in label for label in driver.labels())
    driver.says("/papers")
    driver.sees("没有申请过")


def test_paper_copies_are_exported_and_end_with_the_account(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
    owner.taps("分享码")
    owner.taps("7 天")
    ask_by_post(owner)

    def exported(session: Any) -> dict[str, Any]:
        return certificates.export(session, session.get(Person, owner.person_id))

    copy, share = app.read(exported)["paper_copies"][0], app.read(exported)["certificate_shares"][0]
    assert (copy["address"], copy["status"], share["taken_back_at"]) == (ADDRESS, "requested", None)
    app.write(lambda session: certificates.erase(session, session.get_one(Person, owner.person_id), app.now))
    copy, share = app.read(exported)["paper_copies"][0], app.read(exported)["certificate_shares"][0]
    assert (copy["address"], copy["status"]) == ("", "cancelled")
    assert share["taken_back_at"] is not None
