"""A desk whose profile leaves journeys out: nobody is shown them, and whoever asks is told why and whom to ask."""

from collections.abc import Iterator

import pytest

from bot import profile
from bot.engine.inbound.offered_journeys import MODULES, hidden_names, journey_of
from bot.profile import Journey, Profile
from bot.texts import texts, use_words
from handlers import every_handler
from storage.staff.members import StaffRole
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver

ALL_LEFT_OUT = frozenset(Journey)


@pytest.fixture
def filing_only() -> Iterator[None]:
    """Leave every journey out that may be."""
    profile.use(Profile(journeys=frozenset(), hidden=hidden_names(every_handler(), ALL_LEFT_OUT)))
    yield
    profile.use(Profile())


def test_each_journey_has_something_that_is_hidden() -> None:
    for journey in Journey:
        hidden = hidden_names(every_handler(), {journey})
        assert hidden.verbs, journey
        assert {*hidden.commands.values(), *hidden.verbs.values(), *hidden.links.values()} == {journey}
    assert {journey_of(f"{module}x") for module in MODULES} == ALL_LEFT_OUT
    assert journey_of("handlers.filing.progress") is None


def test_what_is_left_out_is_in_no_menu_no_help_and_no_welcome(app: AppDriver, filing_only: None) -> None:
    driver, guest = cast.driver(app), app.person("Ann", language="en")
    driver.says("/menu")
    assert "违法查询" not in " ".join(driver.labels())
    shown = driver.labels()
    driver.taps("更多")
    for label in {*shown, *driver.labels()}:
        assert not any(word in label for word in ("违法", "检验", "纸质", "单位"))
    driver.says("/help")
    for command in ("/violations", "/certificate", "/papers", "/organisation", "/verify"):
        assert command not in driver.last()
    assert "/file" in driver.last()
    guest.says("/menu")
    guest.sees("you can file a car that is not yours.")


def test_rules_of_what_is_left_out_are_for_admins(app: AppDriver) -> None:
    driver, admin = cast.driver(app), cast.greeted(cast.reviewer(app, "管理员老陈", (StaffRole.ADMIN,)))
    for one in (driver, admin):
        one.says("/rules")
    profile.use(Profile(journeys=frozenset(), hidden=hidden_names(every_handler(), ALL_LEFT_OUT)))
    try:
        driver.taps("缴款")  # A button from before.
        driver.sees("本服务台不办理交通违法")
        driver.says("/rules")
        assert not {"违法处理", "缴款", "检验标志"} & set(driver.labels())
        admin.says("/rules")
        admin.taps("检验标志")
        admin.sees("现行规定")
    finally:
        profile.use(Profile())


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("/violations", "交通违法"),
        ("查违章", "交通违法"),
        ("/certificate", "检验标志电子凭证"),
        ("/papers", "纸质检验标志"),
        ("/organisation", "单位事务"),
    ],
)
def test_whoever_asks_for_it_is_told_whom_to_ask(app: AppDriver, filing_only: None, said: str, what: str) -> None:
    driver = cast.driver(app)
    driver.says(said)
    driver.sees(f"本服务台不办理{what}", "联系")


def test_a_link_from_before_is_refused(app: AppDriver, filing_only: None) -> None:
    driver = cast.driver(app)
    driver.says("/start join-ABCD23WXEF")
    driver.sees("本服务台不办理单位事务", "联系")


def test_a_button_from_before_is_refused_and_a_vehicle_offers_none(app: AppDriver) -> None:
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    driver.says("/violations")
    profile.use(Profile(journeys=frozenset(), hidden=hidden_names(every_handler(), ALL_LEFT_OUT)))
    try:
        driver.taps("桂A·12345")
        driver.sees("本服务台不办理交通违法")
        driver.says("/vehicles")
        driver.taps("桂A·12345")
        assert not any("违法" in label or "检验" in label for label in driver.labels())
        violation_steps.violation(app, cast.car(app, driver, "桂A54321"), "4501000000000009", tell=True)
        app.settle()
        assert not any("新的" in text and "违法" in text for text in map(str, driver.messages()))
    finally:
        profile.use(Profile())


def test_staff_finish_what_is_open(app: AppDriver, filing_only: None) -> None:
    reviewer = cast.reviewer(app, "小周", (StaffRole.REVIEWER, StaffRole.CASHIER, StaffRole.STATION))
    for command in ("/objections", "/refund", "/queue"):
        reviewer.says(command)
        assert "本服务台不办理" not in reviewer.last()


@pytest.fixture
def own_words() -> Iterator[None]:
    """Give the police another name in Chinese."""
    use_words({"zh-CN": {"police": "保卫处"}})
    yield
    use_words({})


def test_words_of_the_profile_stand_in_texts(own_words: None) -> None:
    assert "保卫处" in texts("zh-CN").plain("certificate-condition-accidents-open", count=1)
    assert "the traffic police" in texts("en").plain("certificate-condition-accidents-open", count=1)


def test_without_words_of_a_profile_texts_have_their_own() -> None:
    assert "交警部门" in texts("zh-CN").plain("certificate-condition-accidents-open", count=1)
    assert "the traffic police" in texts("en").plain("certificate-condition-accidents-open", count=1)
