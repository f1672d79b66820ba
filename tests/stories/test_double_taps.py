"""Double taps: the action is done once, and the result of the first tap stays on the screen."""

from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import file
from tests.stories.review_steps import case


def taps_twice(app: AppDriver, actor: Actor, label: str, *, after: float = 0) -> None:
    """Tap a button twice before the screen has changed. after: seconds in between."""
    message, data = actor.button(label)
    actor.taps(label)
    if after:
        app.later(seconds=after)
    actor.forges(data, message["message_id"])


def test_a_double_tap_on_the_last_button_of_a_flow_shows_the_good_news_once(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    file(app, driver, cast.car(app, owner))
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    before = len(driver.messages())
    taps_twice(app, driver, "解除备案")
    driver.sees("已解除")
    assert len(driver.messages()) == before


def test_a_double_tap_on_a_button_of_a_case_shows_the_good_news_once(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    taps_twice(app, reviewer, "通过")
    reviewer.sees("已通过")


def test_a_double_tap_on_what_adds_a_message_adds_one(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    cast.car(app, owner)
    driver.says("/file 02 桂A12345 123456")
    driver.says("/identity")
    driver.says("/cancel")
    before = len(driver.messages())
    taps_twice(app, driver, "菜单")
    assert len(driver.messages()) == before


def test_a_tap_that_comes_later_on_an_outdated_screen_is_explained_below_the_news(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    file(app, driver, cast.car(app, owner))
    driver.says("/vehicles")
    driver.taps("桂A·12345")
    taps_twice(app, driver, "解除备案", after=4)
    assert driver.has_seen("已解除")
    driver.sees("已有结果")


def test_a_later_tap_on_an_outdated_button_shows_the_current_state(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    message, data = reviewer.button("通过")
    reviewer.says("/pass 1001")
    reviewer.forges(data, message["message_id"])
    changed = next(each for each in reviewer.messages() if each["message_id"] == message["message_id"])
    assert "通过" not in str(changed.get("reply_markup"))
