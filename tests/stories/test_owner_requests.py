"""/approvals: every request of the owner's vehicles in one place, with its buttons, terms and blocked people."""

from typing import Any

from sqlmodel import Session

from bot.services.filing import activation, filing_terms, filings
from storage.filing import owner_blocks
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import asked_owner, status
from tests.stories.test_authority import applied_to_organisation, hand_over


def file(app: AppDriver, filer: Citizen, car: Vehicle, *, active: bool = True) -> Filing:
    """Return a filing to which the owner has agreed; active: completed."""

    def action(session: Session) -> Filing:
        about: dict[str, Any] = {"relationship": Relationship.FRIEND, "relationship_text": "", "way": FilingWay.QR}
        by = session.get_one(Person, filer.person_id)
        filing = filings.apply(session, by, car.id, now=app.now, status=FilingStatus.CHECKING, **about)
        assert not active or activation.activate(session, filing, by=None, now=app.now)
        return filing

    found: Filing = app.write(action)
    app.settle()
    return found


def test_one_page_shows_what_waits_what_goes_on_and_what_is_active(app: AppDriver, driver: Citizen) -> None:
    owner, others = asked_owner(app, driver), cast.crowd(app, 2)
    other = cast.car(app, owner, plate="桂B22222")
    file(app, others[0], other, active=False)
    file(app, others[1], other)
    owner.says("/approvals")
    owner.sees("#1001", "等您答复", "#1002", "待实人认证", "#1003", "已办结")
    assert "桂A·12345 还可以由 3 人备案（最多 3 人）" in owner.last()
    assert "桂B·22222 还可以由 2 人备案（最多 3 人）" in owner.last()
    labels = ["同意 #1001", "拒绝 #1001", "解除 #1003", "期限 #1003", "终止 #1002", "期限 #1002"]
    assert owner.labels()[:6] == labels
    owner.taps("同意 #1001")
    owner.sees("您已同意")
    owner.taps("我的车：申请和备案")
    owner.sees("#1001", "您已同意")
    assert "终止 #1001" in owner.labels()


def test_the_list_is_paged(app: AppDriver, owner: Citizen) -> None:
    filers = cast.crowd(app, 6)
    cars = [cast.car(app, owner, plate=f"桂A{at:05}") for at in range(6)]
    for filer, car in zip(filers, cars, strict=True):
        file(app, filer, car)
    owner.says("/approvals")
    assert "#1001" not in owner.last()
    owner.taps("下一页")
    owner.sees("#1001")
    assert "下一页" not in owner.labels()
    owner.taps("上一页")
    owner.sees("#1006")
    assert "上一页" not in owner.labels()


def test_strangers_and_filers_see_nothing_of_other_peoples_cars(app: AppDriver, driver: Citizen) -> None:
    owner, third = asked_owner(app, driver), cast.third(app)
    for somebody in (driver, third):
        somebody.says("/approvals")
        somebody.sees("没有等您确认")
    owner.says("/approvals")
    owner.taps("拒绝 #1001")
    owner.says("/approvals")
    owner.sees("没有等您确认")


def test_a_term_is_set_extended_and_ended_at_any_time(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    filing = file(app, driver, cast.car(app, owner))
    owner.says("/approvals")
    owner.taps("期限 #1001")
    owner.sees("不用输入日期", "现在没有期限")
    owner.taps("30 天，到")
    owner.sees("自动解除，会通知对方")
    driver.sees("设了期限")
    app.later(days=20)
    owner.taps("我的车：申请和备案")
    owner.sees("期限：到")
    owner.taps("期限 #1001")
    owner.taps("90 天，到")
    app.later(days=11)
    assert status(app, driver) is FilingStatus.ACTIVE
    owner.says("/approvals")
    owner.taps("期限 #1001")
    owner.taps("不要期限")
    owner.sees("没有期限了")
    driver.sees("不再有期限")
    app.later(days=100)
    assert status(app, driver) is FilingStatus.ACTIVE
    assert app.read(lambda session: session.get_one(Filing, filing.id).term_by) is None


def test_blocked_people_are_listed_and_may_apply_again(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.taps("拒绝")
    owner.taps("以后不接受")
    owner.taps("我的车：申请和备案")
    owner.taps("不再接受的人（1）")
    owner.sees("桂A·12345", "李*国")
    owner.taps("恢复 李*国 #1001 桂A·12345")
    owner.sees("又可以申请")
    app.later(days=1)
    driver.says("/file 02 桂A12345 123456")
    driver.sees("您与车主是什么关系")
    owner.says("/approvals")
    assert not any("不再接受的人" in label for label in owner.labels())


def test_the_block_of_a_former_owner_does_not_speak_for_the_new_owner(app: AppDriver, driver: Citizen) -> None:
    owner, buyer = cast.owner(app), cast.third(app)
    car = cast.car(app, owner)

    def block_and_sell(session: Session) -> None:
        owner_blocks.block(session, car.id, driver.person_id, by=owner.person_id, at=app.now)
        session.get_one(Vehicle, car.id).owner_person_id = buyer.person_id

    app.write(block_and_sell)
    driver.says("/file 02 桂A12345 123456")
    driver.sees("您与车主是什么关系")
    owner.says("/approvals")
    assert not any("不再接受的人" in label for label in owner.labels())


def test_the_page_follows_the_administrator(app: AppDriver) -> None:
    _, old, new = applied_to_organisation(app)
    old.says("/approvals")
    old.sees("#1001")
    new.says("/approvals")
    new.sees("没有等您确认")
    hand_over(old, "欧阳")
    assert new.has_seen("不再接受的申请人、二维码和邀请码都已失效")
    new.says("/approvals")
    new.sees("#1001", "等您答复")
    old.says("/approvals")
    old.sees("没有等您确认")


def test_the_term_of_a_former_administrator_is_gone(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    old.taps("同意")
    old.taps("30 天")
    driver.sees("设了期限")
    hand_over(old, "欧阳")
    driver.sees("不再有期限")
    app.later(days=31)
    assert status(app, driver) is FilingStatus.CHECKING


def test_the_page_in_english(app: AppDriver, driver: Citizen) -> None:
    owner = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002", language="en")
    file(app, driver, cast.car(app, owner))
    owner.says("/approvals")
    owner.sees("My cars", "#1001", "桂A·12345: 2 of 3 filings free")
    owner.taps("Term of #1001")
    owner.taps("30 days, until")
    owner.sees("ends automatically on")
    owner.taps("Requests for my cars")
    owner.taps("End #1001")
    owner.sees("has ended")
    owner.says("/approvals")
    owner.sees("No applications are waiting")


def test_an_application_that_outlives_its_term_is_refused(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    filing = file(app, driver, cast.car(app, owner), active=False)

    def limit(session: Session) -> None:
        filing_terms.set_term(session, filing.id, 30, by=session.get_one(Person, owner.person_id), now=app.now)

    app.write(limit)
    app.later(days=30, minutes=1)
    driver.sees("车主设的期限已到")
    owner.sees("#1001", "没有通过，已结束")
    assert status(app, driver) is FilingStatus.REFUSED


def test_an_owner_without_applications_finds_the_requests_from_the_progress(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.says("/progress")
    owner.sees("还没有申请过备案", "1 件别人备案您的车")
    owner.taps("我的车：申请和备案")
    owner.sees("#1001", "等您答复")
    owner.says("/progress 1001")
    owner.sees("#1001", "等您答复")
    driver.says("/progress")
    assert "我的车：申请和备案" not in driver.labels()


def test_setting_a_term_hides_neither_stopping_nor_changing_it(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.taps("同意")
    owner.taps("30 天")
    owner.sees("自动解除，会通知对方")
    assert owner.labels() == ["终止", "改期限", "我的车：申请和备案"]
    driver.sees("设了期限")
    assert driver.labels() == ["网办进度"]
    owner.taps("改期限")
    owner.taps("不要期限")
    owner.sees("没有期限了")
    assert owner.labels() == ["终止", "设期限", "我的车：申请和备案"]
    owner.taps("终止")
    owner.taps("确定终止")
    assert status(app, driver) is FilingStatus.REFUSED


def test_ending_a_term_that_there_is_not_tells_nobody(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    filing = file(app, driver, cast.car(app, owner))
    seen = len(driver.messages())

    def end(session: Session) -> None:
        filing_terms.end_term(session, filing.id, by=session.get_one(Person, owner.person_id), now=app.now)

    app.write(end)
    app.settle()
    assert len(driver.messages()) == seen
