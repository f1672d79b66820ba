"""No journey leaves behind what can only be refused: buttons of what is over, two live cards, progress that stays."""

import pytest
from sqlmodel import col, update

from storage.filing.filings import Filing, FilingStatus
from tests.stories import cast, leftovers
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import apply
from tests.stories.owners_journeys import ALL_JOURNEYS


@pytest.mark.parametrize("name", list(ALL_JOURNEYS))
def test_a_journey_leaves_nothing_over(app: AppDriver, name: str) -> None:
    ALL_JOURNEYS[name](app)
    assert leftovers.of(app) == []


def test_the_buttons_of_an_application_that_is_over_are_found(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    assert leftovers.of(app) == []
    app.write(lambda session: session.execute(update(Filing).values({col(Filing.status): FilingStatus.LAPSED})))
    assert any("withdraw" in line for line in leftovers.of(app))


def test_a_second_live_card_of_a_step_is_found(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    old = next(message for message in reversed(driver.messages()) if "reply_markup" in message)["reply_markup"]
    driver.taps("短信验证备案")
    shown = {"chat_id": driver.id, "text": "请选择", "reply_markup": old}
    app.wait(app.bot.call("sendMessage", **shown))
    assert any("a step that is over" in line for line in leftovers.of(app))


def test_progress_that_stays_is_found(app: AppDriver) -> None:
    driver = cast.driver(app)
    app.wait(app.bot.call("sendMessage", chat_id=driver.id, text="正在生成 桂A·12345 的二维码……"))
    assert any("progress that stays" in line for line in leftovers.of(app))
