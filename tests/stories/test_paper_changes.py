"""Staff who have opened a requested paper copy are told when it is cancelled, or must not be sent any more."""

import pytest

from storage.staff import members
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car
from tests.stories.privacy_steps import deletes
from tests.stories.test_paper_copies import ask_by_post, newest, printer

CHANGED = "纸质标志 #1001（桂A·12345）"


def test_who_has_opened_an_order_is_told_that_it_is_cancelled(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    other = cast.reviewer(app, "检验站小李", roles=(StaffRole.STATION,))
    other.says("/menu")
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1001")
    owner.says("/papers")
    owner.taps("#1001")
    owner.taps("取消申请")
    station.sees(CHANGED, "取消了", "不用再制作")
    assert not other.has_seen(CHANGED)
    station.taps("纸质标志进度")
    station.sees("没有要制作的")


@pytest.mark.parametrize("printed", [False, True])
def test_who_has_opened_an_order_is_told_that_the_certificate_has_ended(app: AppDriver, printed: bool) -> None:
    owner, station, admin = cast.owner(app), printer(app), cast.reviewer(app, roles=(StaffRole.ADMIN,))
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1001")
    if printed:
        station.taps("已打印")
    admin.says("/revoke 桂A12345 检验造假")
    station.sees(CHANGED, "请不要寄出" if printed else "不用再制作")


def test_who_has_opened_an_order_is_told_that_its_address_is_deleted(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1001")
    station.taps("已打印")
    deletes(owner)
    station.sees(CHANGED, "收件地址一并删除")
    assert newest(app).sealed_address == b""


def test_who_serves_no_longer_is_told_nothing(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1001")
    app.write(lambda session: setattr(members.by_telegram(session, station.id), "ended_at", app.now))
    owner.says("/papers")
    owner.taps("#1001")
    owner.taps("取消申请")
    assert not station.has_seen(CHANGED)
