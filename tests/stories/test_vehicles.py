"""My vehicles, and ending a filing from both sides."""

import pytest

from bot.services.filing import activation, endings
from storage.filing import filings
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.register.vehicles import Vehicle
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import file


def test_the_menu_shows_how_many_vehicles_a_person_has(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    driver.says("/menu")
    driver.sees("我的机动车 0 辆")
    file(app, driver, car)
    for actor, said in (
        (driver, "我的机动车 1 辆：本人（单位）0 辆，备案 1 辆"),
        (owner, "我的机动车 1 辆：本人（单位）1 辆，备案 0 辆"),
    ):
        actor.says("/start")
        actor.sees(said)
    cast.car(app, cast.organisation(app, owner), "桂A7G901", "7G9010")
    owner.says("/menu")
    owner.sees("我的机动车 2 辆：本人（单位）2 辆")


def test_both_sides_are_notified_of_an_active_filing_and_it_is_counted(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    file(app, driver, car)
    driver.sees("恭喜您备案申请成功", "#1001", "桂A·12345", "1 辆")
    owner.sees("李*国", "已备案您的机动车")
    driver.taps("我的机动车")
    driver.sees("备案 1 辆", "还可以备案 2 辆")
    driver.taps("桂A·12345")
    driver.sees("#1001", "小型汽车")


def test_the_filer_ends_a_filing_and_the_owner_is_notified(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    file(app, driver, cast.car(app, owner))
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    driver.taps("解除备案")
    driver.sees("已解除")
    owner.sees("李*国", "已解除", "由备案人自己解除")
    driver.says("/vehicles")
    driver.sees("还可以备案 3 辆")


def test_the_owner_sees_the_filers_and_ends_a_filing(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    file(app, driver, cast.car(app, owner))
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    owner.taps("谁备案了这辆车（1）")
    owner.sees("李*国（自称：朋友）", "11月25日 10:00 起", "短信", "#1001", "身份：与登记信息一致")
    owner.taps("解除 李*国 #1001")
    owner.sees("会通知对方")
    driver.sees("已解除", "由车主解除")
    driver.says("/progress 1001")
    driver.sees("备案已解除", "由车主解除")


@pytest.mark.usefixtures("quick_documents")
def test_a_filer_who_owes_a_fine_for_the_vehicle_is_asked_first(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    filing = file(app, driver, car)
    app.later(minutes=1)
    violation_steps.violation(app, car, occurred_at=app.now)
    violation_steps.decide(app, driver)
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    driver.taps("解除备案")
    driver.sees("确定解除", "1 份处罚决定没有缴款")
    driver.taps("不解除")
    driver.sees("桂A·12345", "申请编号")
    assert app.read(lambda session: session.get(Filing, filing.id)).status is FilingStatus.ACTIVE
    driver.taps("解除备案")
    driver.taps("确定解除")
    driver.sees("已解除")


def test_ending_a_filing_twice_reports_that_it_is_decided(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    file(app, driver, cast.car(app, owner))
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    message, unbind = driver.button("解除备案")
    driver.taps("解除备案")
    app.later(seconds=4)
    driver.forges(unbind, message["message_id"])
    driver.sees("这一步不用再办")


def test_other_people_can_neither_see_nor_end_a_filing(app: AppDriver) -> None:
    driver, owner, third = cast.driver(app), cast.owner(app), cast.third(app)
    file(app, driver, cast.car(app, owner))
    third.says("/vehicles")
    third.sees("没有机动车")
    assert third.labels() == ["备案非本人机动车", "菜单"]


def test_the_owner_sees_past_filings(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    filing = file(app, driver, cast.car(app, owner))
    app.write(
        lambda session: endings.end(
            session, session.get_one(Filing, filing.id), EndReason.BY_FILER, by=driver.person_id, now=app.now
        )
    )
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    owner.taps("谁备案了")
    owner.sees("没有人备案")
    owner.taps("以往的备案")
    owner.sees("李*国", "#1001")


def test_selling_a_vehicle_ends_all_its_filings(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    file(app, driver, car)
    app.write(
        lambda session: endings.end_all_of(
            session, session.get_one(Vehicle, car.id), EndReason.OWNER_CHANGED, now=app.now
        )
    )
    app.settle()
    driver.sees("已解除", "转移登记")


def test_a_term_ends_a_filing_by_itself(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    owner.taps("同意")
    owner.taps("30 天")
    owner.sees("到 2026年12月25日", "自动解除，会通知对方")
    driver.sees("设了期限", "12月25日")
    app.write(
        lambda session: activation.activate(
            session, filings.all_of_filer(session, driver.person_id)[0], by=None, now=app.now
        )
    )
    app.settle()
    app.later(days=31)
    driver.sees("已解除", "期限已到")


def test_the_administrator_sees_the_vehicles_of_the_organisation(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, cast.organisation(app, administrator=owner))
    owner.says("/vehicles")
    owner.taps("单位")
    owner.sees("桂A·12345")


@pytest.mark.parametrize("limit", [3])
def test_a_vehicle_beyond_the_limit_is_refused_at_the_start(app: AppDriver, limit: int) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    for at in range(limit):
        file(app, driver, cast.car(app, owner, plate=f"桂A1234{at}"))
        app.later(days=1)
    driver.says("/file")
    driver.sees("同时最多备案 3 辆")


def test_an_owner_who_is_not_registered_is_notified_of_the_end_by_sms(app: AppDriver) -> None:
    driver = cast.driver(app)
    person = cast.register_person(app, "赵铁柱", cast.id_number(50), "+8613800000050")
    file(app, driver, cast.car(app, person))
    assert "已备案您的机动车" in app.sms("+8613800000050")[-1]
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    driver.taps("解除备案")
    assert "已解除" in app.sms("+8613800000050")[-1]
