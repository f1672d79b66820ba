"""Staff who have opened a requested paper copy are told when it is cancelled, or must not be sent any more."""

import pytest
from sqlmodel import Session, select

from bot import callback_data
from bot.card import CardButton
from bot.services.certificates import certificates
from storage.certificates import paper_copies
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.register.vehicles import Vehicle
from storage.staff import members
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car
from tests.stories.privacy_steps import deletes
from tests.stories.test_former_owners import sell_to_third
from tests.stories.test_paper_copies import ask, ask_by_post, newest, printer

CHANGED = "纸质标志 #1001（桂A·12345）"


def test_who_has_opened_a_request_is_told_that_it_is_cancelled(app: AppDriver) -> None:
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
def test_who_has_opened_a_request_is_told_that_the_certificate_has_ended(app: AppDriver, printed: bool) -> None:
    owner, station, admin = cast.owner(app), printer(app), cast.reviewer(app, roles=(StaffRole.ADMIN,))
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1001")
    if printed:
        station.taps("已打印")
    second = cast.greeted(cast.reviewer(app, "管理员老孙", (StaffRole.ADMIN,)))
    admin.says("/revoke 桂A12345 检验造假")
    second.taps("确认撤销")
    station.sees(CHANGED, "请不要寄出" if printed else "不用再制作")


def test_who_has_opened_a_request_is_told_that_its_address_is_deleted(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    prints(station)
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


def sell(app: AppDriver) -> Citizen:
    """Sell the vehicle to the third person; its certificate is revoked, and another one is issued."""
    buyer = sell_to_third(app)

    def change(session: Session) -> None:
        vehicle = session.exec(select(Vehicle)).one()
        certificates.on_vehicle_changed(session, vehicle, app.now, owner_changed=True)

    app.write(change)
    app.settle()
    return buyer


def prints(station: Actor) -> None:
    """Open the requested copy and say that it is printed."""
    station.says("/papers")
    station.taps("#1001")
    station.taps("已打印")


def printed_and_sold(app: AppDriver) -> tuple[Citizen, Citizen, Actor]:
    """Return former owner, new owner and station, who has the card of a copy that was printed before the sale."""
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    prints(station)
    return owner, sell(app), station


def test_a_void_copy_is_not_sent_and_staff_record_that_it_is_destroyed(app: AppDriver) -> None:
    owner, _, station = printed_and_sold(app)
    message, send = station.button("寄出（")
    station.forges(send, message["message_id"])
    assert station.has_seen("已作废，不能再寄出")
    station.says("/papers")
    station.taps("#1001")
    station.sees("请不要寄出")
    assert not any("寄出（" in label for label in station.labels())
    station.taps("已作废")
    assert not station.has_seen("取消了，不用再制作")
    owner.sees("#1001", "已取消", "凭证已失效")
    assert newest(app).sealed_address == b""
    station.says("/papers")
    station.sees("没有要制作的")


def test_what_may_leave_is_not_voided(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    station.taps("#1001")
    copy = newest(app)
    station.forges(callback_data.encode(CardButton("", "paper-void", copy.id.hex), telegram_id=station.id, revision=0))
    station.sees("这一步已经有人办了")
    assert newest(app).status is PaperStatus.REQUESTED


@pytest.mark.parametrize("status", [PaperStatus.PRINTED, PaperStatus.POSTED])
def test_the_copy_of_the_former_owner_does_not_bar_the_new_one(app: AppDriver, status: PaperStatus) -> None:
    _, buyer, station = printed_and_sold(app)
    copy = newest(app).id

    def send(session: Session) -> bool:
        return paper_copies.move(
            session, session.get_one(PaperCopy, copy), status, at=app.now, tracking_number="SF123456"
        )

    app.write(send)
    ask(buyer)
    buyer.taps("自取")
    buyer.taps("提交")
    buyer.sees("已受理", "#1002")
    assert newest(app).status is (PaperStatus.DONE if status is PaperStatus.POSTED else PaperStatus.CANCELLED)
    assert newest(app).sealed_address == b""
    assert station.has_seen("请不要寄出，作废处理") is (status is PaperStatus.PRINTED)
