"""Who may answer is asked at the moment of the answer: the owner, or the administrator of the organisation, of now."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, code_of, status, withdraw
from tests.stories.test_organisations import join


def hand_over(old: Citizen, name: str) -> None:
    """Make another member the administrator."""
    old.says("/organisation")
    old.taps("成员")
    old.taps(name)
    old.taps("移交管理")
    old.taps("移交管理")


def applied_to_organisation(app: AppDriver) -> tuple[Citizen, Citizen, Citizen]:
    """Return the filer, the old and the future administrator; an application for the organisation's vehicle waits."""
    driver, old, new = cast.driver(app), cast.owner(app), cast.third(app)
    cast.car(app, cast.organisation(app, old))
    join(old, new)
    apply(driver)
    return driver, old, new


def test_what_the_former_administrator_has_agreed_to_loses_its_buttons(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    old.taps("同意")
    message, stale = old.button("终止")
    hand_over(old, "欧阳")
    assert old.has_seen("现在由单位的新管理员负责")
    with pytest.raises(AssertionError):
        old.button("终止")
    old.forges(stale, message["message_id"])
    assert status(app, driver) is FilingStatus.CHECKING


@pytest.mark.parametrize("button", ["同意", "拒绝"])
def test_the_former_administrator_cannot_answer_a_pending_request(app: AppDriver, button: str) -> None:
    driver, old, new = applied_to_organisation(app)
    message, stale = old.button(button)
    hand_over(old, "欧阳")
    assert old.has_seen("由单位的新管理员答复")
    old.forges(stale, message["message_id"])
    assert old.has_seen("找不到这一项")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_a_pending_request_follows_the_new_administrator(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    hand_over(old, "欧阳")
    assert new.has_seen("有人想备案您的机动车")
    assert new.has_seen("这辆车属于 南宁市青山物流有限公司")
    new.says("/approve 1001")
    new.sees("您已同意")
    assert status(app, driver) is FilingStatus.CHECKING


def test_who_becomes_administrator_is_not_asked_about_their_own_application(app: AppDriver) -> None:
    driver, old, new = applied_to_organisation(app)
    withdraw(driver)
    apply(new)
    hand_over(old, "欧阳")
    assert not new.has_seen("有人想备案您的机动车")
    assert new.has_seen("您现在是车辆所属单位的管理员，不需要备案")
    assert status(app, new) is FilingStatus.REFUSED
    with pytest.raises(AssertionError):
        old.button("同意")


def test_the_question_loses_its_buttons_when_the_application_is_withdrawn(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    withdraw(driver)
    assert owner.has_seen("不再需要您答复")
    with pytest.raises(AssertionError):
        owner.button("同意")


def test_a_code_sent_to_the_former_administrator_speaks_for_nobody(app: AppDriver) -> None:
    driver, old, _ = applied_to_organisation(app)
    code = code_of(old)
    hand_over(old, "欧阳")
    driver.says(code)
    driver.sees("验证码")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
