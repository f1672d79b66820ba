"""Photos of ID documents in the chats of reviewers: every copy is deleted once the case is decided or put down."""

from datetime import timedelta

import pytest

from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import lost, take
from tests.stories.review_steps import case, photos_of


@pytest.fixture
def guest(app: AppDriver, driver: Citizen) -> Actor:
    """An applicant with an identity case for the account of the driver."""
    guest = app.person("李建国", "+8613812345678", "zh-hans")
    lost(guest, driver)
    return guest


def reopen(reviewer: Actor) -> None:
    """Open the identity case again from the queue."""
    reviewer.says("/identity")
    reviewer.taps("#ID1001")
    reviewer.sees("核实申请 #ID1001")


@pytest.mark.usefixtures("guest")
def test_a_case_that_is_opened_again_shows_its_photos_once_and_a_decision_deletes_all(reviewer: Actor) -> None:
    take(reviewer)
    reviewer.taps("不通过")
    reopen(reviewer)
    assert len(photos_of(reviewer)) == 2
    reviewer.taps("不通过")
    reviewer.says("照片上的证件看不清")
    reviewer.sees("没有通过")
    assert not photos_of(reviewer)


@pytest.mark.usefixtures("guest")
def test_a_case_that_is_put_down_after_being_opened_twice_leaves_no_photo(reviewer: Actor) -> None:
    take(reviewer)
    reviewer.taps("不通过")
    reviewer.taps("取消")
    reopen(reviewer)
    reopen(reviewer)
    reviewer.taps("放回")
    assert not photos_of(reviewer)


def test_a_case_that_its_applicant_withdraws_or_its_holder_disputes_leaves_no_photo(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, second_reviewer: Actor
) -> None:
    take(reviewer)
    driver.taps("提出异议 #ID1001")
    take(second_reviewer)
    app.later(seconds=1)
    assert not photos_of(reviewer)
    assert len(photos_of(second_reviewer)) == 2
    guest.says("/identity")
    guest.taps("撤回")
    guest.taps("确认撤回")
    app.later(seconds=1)
    assert not photos_of(second_reviewer)


def test_the_end_of_a_lease_leaves_no_photo_and_touches_no_later_one(
    app: AppDriver, guest: Actor, reviewer: Actor, second_reviewer: Actor
) -> None:
    take(reviewer)
    reopen(reviewer)
    app.now += timedelta(minutes=30)  # The timer of the first lease has not fired when the next one begins.
    take(second_reviewer)
    app.later(seconds=1)
    assert not photos_of(reviewer)
    assert len(photos_of(second_reviewer)) == 2
    app.later(minutes=30)
    assert not photos_of(second_reviewer)


def test_a_filing_case_that_is_opened_twice_and_withdrawn_leaves_no_photo(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/case 1001")
    assert len(photos_of(reviewer)) == 2
    driver.says("/progress")
    driver.taps("#1001")
    driver.taps("撤回申请")
    driver.taps("确认撤回")
    app.later(seconds=1)
    assert not photos_of(reviewer)
