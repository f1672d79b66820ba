"""A word below the card that asks for a confirmation and a question for approval may mean either: it is asked about."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, status
from tests.stories.test_approval_withdrawal import in_chat


def stands_above(app: AppDriver, driver: Citizen) -> tuple[Citizen, Citizen]:
    """Return an owner who is asked about another car when they tap on the card above, and that application's filer."""
    owner, other = in_chat(app, driver), cast.third(app)
    cast.car(app, owner, "桂B22222", "B222222", vin="LSVAM4187C2184848")
    apply(other, "/file 02 桂B22222 222222")
    owner.taps("终止")
    return owner, other


@pytest.mark.parametrize("word", ["同意", "是", "嗯", "终止"])
def test_a_word_below_a_question_that_stands_below_the_card_is_asked_about(
    app: AppDriver, driver: Citizen, word: str
) -> None:
    owner, other = stands_above(app, driver)
    owner.says(word)
    owner.sees("您指的是哪一份", "#1001", "#1002")
    assert (status(app, driver), status(app, other)) == (FilingStatus.CHECKING, FilingStatus.WAITING_OWNER)
    owner.taps("同意 #1002")
    assert (status(app, driver), status(app, other)) == (FilingStatus.CHECKING, FilingStatus.CHECKING)


def test_the_words_of_an_answer_confirm_nothing_while_a_question_waits(app: AppDriver, driver: Citizen) -> None:
    owner, other = stands_above(app, driver)
    owner.says("/approvals")
    owner.taps("终止 #1001")
    owner.says("同意")
    owner.sees("您指的是哪一份", "#1001", "#1002")
    owner.says("/approvals")
    owner.taps("终止 #1001")
    owner.says("是")
    assert (status(app, driver), status(app, other)) == (FilingStatus.REFUSED, FilingStatus.WAITING_OWNER)


@pytest.mark.parametrize("is_reply", [False, True])
@pytest.mark.parametrize("word", ["不同意", "拒绝", "refuse"])
def test_a_refusal_below_the_card_may_mean_either_and_is_asked_about(
    app: AppDriver, driver: Citizen, word: str, is_reply: bool
) -> None:
    owner = in_chat(app, driver)
    owner.taps("终止")
    owner.says(word, reply_to=owner.messages()[-1]["message_id"] if is_reply else None)
    owner.sees("回复“是”")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.says("是")
    assert status(app, driver) is FilingStatus.REFUSED


def test_a_reply_to_the_card_confirms(app: AppDriver, driver: Citizen) -> None:
    asked_owner(app, driver)
    driver.taps("撤回申请")
    driver.replies(driver.messages()[-1]["message_id"], "是")
    assert status(app, driver) is FilingStatus.WITHDRAWN
