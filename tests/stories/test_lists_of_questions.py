"""Messages that ask an owner several questions lose their buttons once one of the questions is over."""

from collections.abc import Callable

import pytest

from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, withdraw
from tests.stories.test_authority import hand_over
from tests.stories.test_organisations import join

End = Callable[[AppDriver, Citizen, Citizen], None]


def listed(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    """Let two applications for vehicles of the owner's organisation wait for a day, until they are reminded."""
    organisation = cast.organisation(app, owner)
    cast.car(app, organisation)
    cast.car(app, organisation, "桂B22222", "B222222", vin="LSVAM4187C2184848")
    apply(driver)
    apply(cast.crowd(app, 1)[0], "/file 02 桂B22222 222222")
    app.later(hours=24)
    owner.sees("还有 2 份申请在等您答复")


def buttons(owner: Citizen, text: str) -> list[str]:
    """Return the labels of the buttons below the newest message with this text."""
    found = [message for message in owner.messages() if text in (message.get("text") or "")][-1]
    rows = found.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def withdrawn(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    withdraw(driver)


def answered_elsewhere(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    owner.says("/refuse 1001")


def handed_over(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    new = cast.third(app)
    join(owner, new)
    hand_over(owner, "欧阳")


@pytest.mark.parametrize("end", [withdrawn, answered_elsewhere, handed_over])
@pytest.mark.parametrize("words", ["", "同意", "谁啊"])
def test_the_list_has_no_buttons_once_a_question_is_over(
    app: AppDriver, driver: Citizen, owner: Citizen, end: End, words: str
) -> None:
    listed(app, driver, owner)
    text = "还有 2 份申请在等您答复"
    if words:
        owner.says(words)
        text = owner.last()[:20]
    assert any("#1001" in label for label in buttons(owner, text))
    end(app, driver, owner)
    assert buttons(owner, text) == []


def test_the_answer_in_the_list_takes_its_place(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    listed(app, driver, owner)
    owner.taps("同意 #1001")
    assert "终止" in buttons(owner, "您已同意")
    owner.says("/refuse 1002")
    assert "终止" in buttons(owner, "您已同意")


@pytest.mark.parametrize("end", [withdrawn, handed_over])
def test_the_list_of_what_may_be_stopped_has_no_buttons_once_one_is_over(
    app: AppDriver, driver: Citizen, owner: Citizen, end: End
) -> None:
    listed(app, driver, owner)
    owner.says("/approve 1001")
    owner.says("/approve 1002")
    owner.says("/menu")
    owner.says("终止")
    text = owner.last()[:20]
    assert len([label for label in buttons(owner, text) if label.startswith("终止 #")]) == 2
    end(app, driver, owner)
    assert buttons(owner, text) == []


def test_what_waits_below_withdrawals_has_no_buttons_once_it_is_answered(app: AppDriver, driver: Citizen) -> None:
    first, second = cast.crowd(app, 2)
    owner = asked_owner(app, driver)
    withdraw(driver)
    app.later(minutes=2)
    apply(first)
    withdraw(first)
    app.later(minutes=2)
    apply(second)
    app.later(hours=24)
    assert "同意 #1003" in buttons(owner, "#1002")  # The message of the withdrawals of the day.
    owner.says("/refuse 1003")
    assert buttons(owner, "#1002") == []
