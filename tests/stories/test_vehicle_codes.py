"""Vehicle codes: created, counted down, refreshed, cancelled, used once, never stored in plain text."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.services.filing import vehicle_code_links, vehicle_codes
from bot.services.privacy import filing as filing_data
from storage.engine.outbox import Delivery
from storage.filing import filings
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.qr_steps import link_of, scanner, short_of, show_code, showing
from tests.stories.test_former_owners import sell_to_third


@pytest.fixture
def owner(app: AppDriver) -> Citizen:
    """An owner of one vehicle whose code is on the screen."""
    return showing(app)


@pytest.fixture
def driver(app: AppDriver, owner: Citizen) -> Citizen:
    """A driver who is asked to scan a code."""
    return scanner(app, cast.driver(app))


def test_a_code_expires_and_its_card_shows_it(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    short = short_of(owner)
    message, cancel = owner.button("作废")
    app.later(minutes=1)
    owner.sees("还有 2 分钟有效")
    app.later(minutes=2)
    owner.sees("已过期")
    driver.says(short)
    driver.sees("已过期", "换一个新的")
    owner.forges(cancel, message["message_id"])
    owner.sees("已过期")
    owner.taps("换一个新的")
    driver.says(short_of(owner))
    driver.sees("二维码有效")


def test_a_new_code_cancels_the_older_one(owner: Citizen, driver: Citizen) -> None:
    old = short_of(owner)
    owner.taps("换一个新的")
    assert short_of(owner) != old
    driver.says(old)
    driver.sees("作废了这个二维码，或者换了新的")


def countdowns(owner: Citizen) -> list[str]:
    """Return the texts of the messages that count a code down or say how it ended, oldest first."""
    return [text for each in owner.messages() if re.search("分钟有效|已作废", text := each.get("text") or "")]


def test_the_countdown_of_an_older_code_says_that_it_is_cancelled(owner: Citizen) -> None:
    show_code(owner)
    older, newest = countdowns(owner)
    assert "已作废" in older
    assert "还有 3 分钟有效" in newest


def test_the_tapped_countdown_is_not_shown_as_cancelled_while_the_next_code_is_drawn(
    app: AppDriver, owner: Citizen
) -> None:
    owner.taps("换一个新的")
    owner.taps("作废")
    notifications = select(Delivery).where(col(Delivery.is_notification))
    assert app.read(lambda session: session.exec(notifications).all()) == []
    assert len(countdowns(owner)) == 1


def test_the_countdown_shows_that_the_code_was_cancelled_elsewhere(app: AppDriver, owner: Citizen) -> None:
    def cancel(session: Session) -> None:
        (code,) = session.exec(select(VehicleCode)).all()
        maker = session.get_one(Person, code.made_by)
        vehicle_codes.cancel(session, code.id, by=maker, now=app.now)

    app.write(cancel)
    app.settle()
    assert ["已作废" in each for each in countdowns(owner)] == [True]


def test_an_owner_can_cancel_a_code(owner: Citizen, driver: Citizen) -> None:
    owner.taps("作废")
    owner.sees("已作废")
    driver.says(short_of(owner))
    driver.sees("作废了这个二维码")


def test_an_owner_cancels_a_code_that_was_scanned(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    driver.says(f"/start {link_of(owner)}")
    driver.sees("您与车主是什么关系")
    owner.sees("还没有提交申请")
    owner.taps("作废")
    owner.sees("已作废")
    driver.taps("朋友")
    driver.sees("作废了这个二维码")
    assert app.read(lambda session: filings.all_of_filer(session, driver.person_id)) == []


def test_a_new_code_ends_one_that_was_scanned(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    driver.says(f"/start {link_of(owner)}")
    driver.sees("您与车主是什么关系")
    owner.sees("还没有提交申请")
    owner.taps("换一个新的")
    driver.taps("朋友")
    driver.sees("作废了这个二维码，或者换了新的")
    assert app.read(lambda session: filings.all_of_filer(session, driver.person_id)) == []
    driver.says(short_of(owner))
    driver.sees("二维码有效")


def test_a_code_with_an_application_is_not_cancelled(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    message, cancel = owner.button("作废")
    driver.says(f"/start {link_of(owner)}")
    driver.taps("朋友")
    assert owner.has_seen("已被使用"), "the countdown says it without another tap"
    owner.forges(cancel, message["message_id"])
    assert owner.has_seen("已被使用")
    (code,) = app.read(lambda session: session.exec(select(VehicleCode)).all())
    assert code.status is VehicleCodeStatus.USED


def test_a_code_can_be_used_once(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    short = short_of(owner)
    driver.says(short)
    third = scanner(app, cast.third(app))
    third.says(short)
    third.sees("已经被别人用过了")
    driver.taps("朋友")
    driver.says(f"/start {link_of(owner)}")
    driver.sees("您已经用这个二维码申请过了", "#1001")


def test_the_person_who_scanned_a_code_may_scan_it_again(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    short = short_of(owner)
    driver.says(short)
    driver.taps("取消")
    app.later(hours=1)
    driver.says("/file")
    driver.taps("扫码备案")
    driver.says(short)
    driver.sees("二维码有效")
    driver.taps("朋友")
    driver.sees("#1001")


def test_scanning_the_code_of_ones_own_vehicle_is_refused_and_does_not_use_it(owner: Citizen, driver: Citizen) -> None:
    owner.says(f"/start {link_of(owner)}")
    owner.sees("这是您自己")
    driver.says(short_of(owner))
    driver.sees("二维码有效")


def test_attempts_to_guess_a_code_are_limited(driver: Citizen) -> None:
    for _ in range(10):
        driver.says("ABCD-2345-EF")
        driver.sees("没有这个二维码或短码")
    driver.says("ABCD-2345-EF")
    driver.sees("次数太多")


def test_text_that_is_no_short_code_is_refused(driver: Citizen) -> None:
    driver.says("你好")
    driver.sees("10 位字母和数字")


def test_an_owner_of_several_vehicles_chooses_one(app: AppDriver, owner: Citizen) -> None:
    cast.car(app, owner, plate="桂A54321")
    show_code(owner)
    owner.sees("给哪一辆车出示")
    owner.taps("桂A·54321")
    assert owner.has_seen("桂A·54321 的机动车二维码")


def test_a_person_without_a_vehicle_gets_no_code(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("我是车主")
    driver.sees("您名下没有机动车")


def test_the_card_of_a_vehicle_offers_the_code(app: AppDriver, owner: Citizen) -> None:
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    owner.taps("机动车二维码")
    owner.sees("还有 3 分钟有效")


def test_neither_link_nor_short_code_is_stored_in_plain_text(app: AppDriver, owner: Citizen) -> None:
    path = app.database.engine.url.database
    assert path is not None
    content = b"".join(each.read_bytes() for each in Path(path).parent.glob("*.db*"))
    token = link_of(owner).partition("-")[2]
    assert token.encode() not in content
    assert short_of(owner).replace("-", "").encode() not in content
    assert vehicle_code_links.find_token(f"https://t.me/x?start=q-{token}") == token


def test_deleting_an_account_cancels_its_open_code(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    short = short_of(owner)
    app.write(lambda session: filing_data.erase(session, session.get_one(Person, owner.person_id), app.now))
    driver.says(short)
    driver.sees("作废了这个二维码")
    export = app.read(lambda session: filing_data.export(session, session.get_one(Person, owner.person_id)))
    assert [code["status"] for code in export["vehicle_codes"]] == ["cancelled"]


def test_a_sale_ends_the_step_of_who_has_scanned_the_code(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    driver.says(short_of(owner))
    driver.sees("您与车主是什么关系")
    sell_to_third(app)
    assert owner.has_seen("二维码已作废")
    assert "作废" not in owner.labels()
    driver.taps("朋友")
    driver.sees("车辆换了车主")
    assert "朋友" not in driver.labels()
    driver.says("/menu")
    assert not any("继续办理" in label for label in driver.labels())
