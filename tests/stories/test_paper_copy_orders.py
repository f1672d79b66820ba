"""Ordering paper copies: after loss, with a remembered address, and what is refused."""

from storage.certificates.delivery_addresses import RememberedAddress
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.certificate_steps import car, show_live
from tests.stories.test_paper_copies import ask, ask_by_post, deliver, newest, printer

ADDRESS = "广西南宁市青秀区民族大道100号3栋502"


def test_who_has_had_a_copy_has_lost_it_unless_they_say_otherwise(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    deliver(station)
    ask(owner)
    owner.sees("不用补办")
    owner.taps("自取")
    owner.sees("丢失或损坏了")
    owner.taps("改原因")
    owner.taps("还没有纸质的")
    owner.taps("提交")
    assert not newest(app, 1002).after_loss


def test_an_address_is_remembered_for_who_wants_it_until_they_do_not(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask(owner)
    owner.taps("邮寄")
    owner.says(ADDRESS)
    owner.taps("提交，记住地址")
    deliver(station)
    ask(owner)
    owner.sees("请核对", "王秀英", ADDRESS)
    owner.taps("提交，不记住地址")
    assert newest(app, 1002).address == ADDRESS
    deliver(station, "#1002")
    ask(owner)
    owner.sees("怎样领取")


def test_a_copy_is_ordered_from_the_list_of_copies_and_from_the_download_too(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    owner.says("/papers")
    owner.sees("没有申请过")
    owner.taps("要纸质标志 · 桂A·12345")
    owner.sees("怎样领取")
    owner.says("/cancel")
    show_live(owner)
    owner.taps("下载")
    owner.taps("要纸质标志")
    owner.sees("怎样领取")


def test_the_remembered_address_can_be_deleted(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask(owner)
    owner.taps("邮寄")
    owner.says(ADDRESS)
    owner.taps("提交，记住地址")
    deliver(station)
    ask(owner)
    owner.taps("删除记住的地址")
    owner.sees("收件地址")
    assert app.read(lambda session: stored(session, RememberedAddress)) == []


def test_every_answer_is_validated_and_can_be_changed(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    ask(owner)
    owner.taps("邮寄")
    owner.says("南宁")
    owner.sees("完整的地址")
    owner.says(ADDRESS)
    owner.sees("王秀英", "138 0000 0002", ADDRESS)
    owner.taps("改收件人")
    owner.says("王" * 60)
    owner.sees("收件人姓名", "40")
    owner.says("王大妈")
    owner.taps("改电话")
    owner.says("12345")
    owner.sees("不是手机号")
    owner.says("138 0000 0077")
    owner.sees("请核对", "王大妈", "138 0000 0077", ADDRESS)


def test_a_second_copy_for_a_vehicle_is_refused(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    ask_by_post(owner)
    show_live(owner)
    owner.taps("要纸质标志")
    assert owner.has_seen("已有一份纸质标志（#1001）")
