"""The end of a term is announced to filer and owner; reminders go to who speaks for the vehicle now."""

from sqlmodel import Session

from bot.services.filing import filing_terms, filings
from storage.engine import timers
from storage.filing.filings import Filing
from storage.identity import accounts
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, code_of
from tests.stories.test_authority import applied_to_organisation, hand_over
from tests.stories.violation_steps import filed

OF_THE_CAR = "登记系统里没有这辆车的检验有效期"  # Who may show its certificate reads what it lacks.


def limited(app: AppDriver, driver: Citizen, owner: Citizen, days: int = 30) -> Filing:
    filing = filed(app, cast.car(app, owner), driver)
    limit(app, filing, owner, days)
    return filing


def limit(app: AppDriver, filing: Filing, owner: Citizen, days: int) -> None:
    def action(session: Session) -> None:
        filing_terms.set_term(session, filing.id, days, by=session.get_one(Person, owner.person_id), now=app.now)

    app.write(action)
    app.settle()


def start_timer(session: Session, filing: Filing, driver: Citizen, app: AppDriver) -> None:
    account = accounts.of_person(session, driver.person_id)
    assert account is not None
    timers.start(session, filings.TERM, filing.id, lane=account.lane, due_at=app.now)


def test_both_sides_are_reminded_once_a_week_before_the_end(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    limited(app, driver, owner)
    app.later(days=22)
    assert not driver.has_seen("快到期了")
    app.later(days=1, minutes=1)
    driver.sees("快到期了", "自动解除")
    owner.sees("自动解除", "延长或取消期限")
    driver.says("/menu")
    app.later(days=3)
    assert "快到期了" not in driver.last()
    app.later(days=4)
    driver.sees("车主设的期限已到")


def test_an_extended_term_is_announced_before_its_new_end(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    filing = limited(app, driver, owner)
    limit(app, filing, owner, 90)
    app.later(days=24)
    assert not driver.has_seen("快到期了")
    app.later(days=60)
    driver.sees("快到期了")


def test_the_reminder_is_in_english(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    for one in (driver, owner):
        one.says("/language")
        one.taps("English")
    limited(app, driver, owner)
    app.later(days=23, minutes=1)
    driver.sees("ends automatically", "extend the term")
    owner.sees("extend or remove the term")


def test_a_former_administrator_is_not_reminded_and_the_filer_is_told(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    first = code_of(old)
    app.later(minutes=2)
    hand_over(old, "欧阳")
    driver.sees("换了管理员", "由新管理员答复")
    assert new.has_seen("有人想备案您的机动车")
    sms = len(new.sms)
    driver.taps("输入验证码")
    driver.taps("重新发送验证码")
    assert len(new.sms) == sms + 1
    assert code_of(old) == first
    app.later(hours=24, minutes=1)
    assert not old.has_seen("还在等您答复")
    new.sees("还在等您答复")


def test_after_a_sale_without_an_import_nobody_is_reminded(app: AppDriver, driver: Citizen) -> None:
    owner, buyer = cast.owner(app), cast.third(app)
    car = cast.car(app, owner)
    apply(driver)

    def sell(session: Session) -> None:
        session.get_one(Vehicle, car.id).owner_person_id = buyer.person_id

    app.write(sell)
    app.later(hours=24, minutes=1)
    assert not owner.has_seen("还在等您答复")
    assert not buyer.has_seen("还在等您答复")


def test_a_late_timer_lets_nobody_use_a_vehicle_after_the_term(app: AppDriver, driver: Citizen) -> None:
    filing = limited(app, driver, cast.owner(app))
    driver.says("/vehicles")
    driver.sees("备案 1 辆")
    driver.says("/certificate")
    driver.sees(OF_THE_CAR)
    app.write(lambda session: timers.cancel(session, filings.TERM, filing.id))
    app.later(days=31)
    driver.says("/certificate")
    assert OF_THE_CAR not in driver.last()
    driver.says("/vehicles")
    driver.sees("您名下没有机动车", "还可以备案 3 辆")
    app.write(lambda session: start_timer(session, filing, driver, app))
    app.later(minutes=1)
    driver.sees("车主设的期限已到")
