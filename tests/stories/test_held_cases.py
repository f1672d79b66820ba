"""Who has taken a case learns when it ends without them, has it in the chat once, and reads why a button is missing."""

import pytest

from storage.staff.members import StaffRole
from tests.stories import cast, identity_case_steps as steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.registration_steps import registers
from tests.stories.review_steps import case


def shown(reviewer: Actor, words: str) -> int:
    """Return how many messages in the chat begin a case with buttons to decide it."""
    return sum(words in str(message.get("reply_markup", "")) for message in reviewer.messages())


@pytest.mark.parametrize("language", ["中文", "English"])
def test_the_reviewer_is_told_when_the_filer_withdraws(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, language: str
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/language")
    reviewer.taps(language)
    driver.says("/progress 1001")
    driver.taps("撤回申请")
    driver.taps("确认撤回")
    reviewer.sees("不用再审了" if language == "中文" else "needs no review any more")
    assert shown(reviewer, "pass:") == 0


def test_a_case_that_is_shown_again_has_its_buttons_once(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/case 1001")
    assert reviewer.has_seen("已在下面重新显示")
    reviewer.taps("通过")
    reviewer.sees("已通过")


def test_the_reviewer_of_an_identity_case_is_told_when_it_is_withdrawn(app: AppDriver, reviewer: Actor) -> None:
    person = app.person("王小明", "+8613812345678", "zh-hans")
    registers(person)
    steps.asks(person, "核实我的身份", contact=False)
    steps.take(reviewer)
    app.later(seconds=1)
    steps.take(reviewer)
    assert reviewer.has_seen("已在下面重新显示")
    person.says("/identity")
    person.taps("撤回")
    person.taps("确认撤回")
    reviewer.sees("不用再处理了")


def test_an_admin_reads_why_there_is_no_button(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    admin = cast.greeted(cast.reviewer(app, "管理员", (StaffRole.ADMIN,)))
    case(app, driver, cast.car(app, owner))
    app.later(days=3)
    admin.taps("1001")
    admin.sees("没有审核的职责")
    assert "通过" not in admin.labels()
