"""The number of an identity case, typed as words: it opens the case, and takes it only after a tap."""

import pytest

from storage.review.identity_cases import IdentityCase
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import lost


@pytest.fixture
def applicant(app: AppDriver, driver: Citizen) -> Actor:
    """Return a guest whose case #ID1001 waits."""
    guest = app.person("李建国", "+8613812345678", "zh-hans")
    lost(guest, driver)
    return guest


def is_taken(app: AppDriver) -> bool:
    (case,) = app.read(lambda session: stored(session, IdentityCase))
    return case.lease_until is not None


@pytest.mark.parametrize("words", ["#ID1001", "id1001"])
def test_it_opens_the_case_of_its_applicant(applicant: Actor, words: str) -> None:
    applicant.says(words)
    applicant.sees("核实申请 #ID1001")


@pytest.mark.parametrize("words", ["#ID1001", "id1001", "别领 ID1001", "ID1001 的照片我看不清"])
def test_a_reviewer_takes_the_case_only_by_a_tap(app: AppDriver, applicant: Actor, reviewer: Actor, words: str) -> None:
    reviewer.says(words)
    reviewer.sees("您要办的是不是这个")
    assert not is_taken(app)
    reviewer.taps("#ID1001")
    assert is_taken(app)
    assert reviewer.has_seen("核实申请 #ID1001")


def test_the_command_takes_it(app: AppDriver, applicant: Actor, reviewer: Actor) -> None:
    reviewer.says("/identity ID1001")
    assert is_taken(app)


def test_an_engine_number_that_looks_like_one_is_the_answer_to_its_step(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345")
    driver.sees("发动机号后六位")
    driver.says("#ID1234")
    driver.sees("这句话是要打开下面这一项，还是这一步的回答")
    driver.says("ID1234")
    driver.sees("对不上")
