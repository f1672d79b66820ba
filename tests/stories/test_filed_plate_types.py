"""Cars of other plate types, and cars without an engine number, once the rule lets them be filed."""

from storage.database import add
from storage.filing.filings import FilingStatus
from storage.staff.rules import DatedRule
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import code_of, status


def widen(app: AppDriver, value: str) -> None:
    rule = DatedRule(name="filed_plate_types", value=value, valid_from=app.now, set_at=app.now)
    app.write(lambda session: add(session, rule))


def test_a_trailer_is_filed_by_the_end_of_its_vin_once_the_rule_allows_it(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner, plate="桂A1234挂", plate_type="15", engine="184841")  # The index of a car without a number.
    driver.says("/file 15 桂A1234挂 184841")
    driver.sees("02（小型汽车）")
    widen(app, "02,52,15")
    driver.says("/rules")
    driver.sees("小型汽车（蓝牌，02）、小型新能源汽车（绿牌，52）、挂车（15）")
    driver.says("/file")
    driver.sees("02, 52, 15")
    driver.says("15 桂A1234挂 184841")
    driver.taps("朋友")
    driver.sees("请核对", "挂车（15）", "桂A·1234挂")
    driver.taps("确认，请车主验证")
    driver.says(code_of(owner))
    assert status(app, driver) is FilingStatus.CHECKING


def test_a_car_of_a_type_that_is_no_longer_in_the_rule_is_not_filed(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    widen(app, "52")
    driver.says("/file 02 桂A12345 123456")
    driver.sees("可以备案的号牌种类代码是：52")


def test_an_engine_number_with_strokes_is_typed_as_it_is_stamped(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner, engine="LJ4A 12/34*5")
    driver.says("/file 02 桂A12345 A1234/5")
    driver.sees("您与车主是什么关系")
    driver.taps("朋友")
    driver.sees("请核对")
