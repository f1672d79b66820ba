"""Typed answers at a step that takes words, or asks for a yes itself, and answers that name a plate: which is meant."""

from collections.abc import Callable

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car
from tests.stories.filing_steps import apply, asked_owner, begin, status
from tests.stories.identity_case_steps import sends_photos, to_photos
from tests.stories.test_paper_copies import ask
from tests.stories.test_typed_answers import REQUESTS
from tests.stories.violation_steps import violation


@pytest.fixture
def owner(app: AppDriver, driver: Citizen) -> Citizen:
    """The owner, who has just been asked about the driver."""
    return asked_owner(app, driver)


def test_an_answer_at_a_step_that_takes_no_text_is_taken(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    vehicle = cast.car(app, owner)
    violation(app, vehicle)
    violation(app, vehicle, "4501000000000002")
    owner.says("/violations")
    owner.taps("桂A·12345")
    owner.taps("选择并处理")
    apply(driver)
    owner.says("好的")
    owner.sees("您已同意")
    assert status(app, driver) is FilingStatus.CHECKING


@pytest.mark.parametrize("words", ["确认", "好的", "同意"])
def test_a_yes_at_a_step_that_asks_for_one_itself_is_asked_about(app: AppDriver, words: str) -> None:
    driver, owner, other = cast.driver(app), cast.owner(app), cast.third(app)
    cast.car(app, owner)
    cast.car(app, other, plate="桂A54321", engine="X99654321")
    begin(owner, "/file 02 桂A54321 654321")
    apply(driver)
    owner.says(words)
    assert owner.labels() == ["同意 #1001 桂A·12345", REQUESTS, "不是，继续填写"]
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.taps("不是，继续填写")
    assert "确认，请车主验证" in owner.labels()


def to_copy(owner: Citizen) -> None:
    """Go to the confirmation of a paper copy."""
    ask(owner)
    owner.taps("自取")


def to_case(owner: Citizen) -> None:
    """Go to the confirmation of an identity case."""
    to_photos(owner, "换了手机号", contact=False)
    owner.shares_contact(phone_number="+8613800009999", first_name=owner.name, user_id=owner.id)
    sends_photos(owner)


def to_warning(owner: Citizen) -> None:
    """Go to the warning before a deletion."""
    owner.says("/privacy")
    owner.taps("删除我的账号")


@pytest.mark.parametrize(
    ("begins", "button"),
    [(to_copy, "提交申请"), (to_case, "提交核实"), (to_warning, "我明白，继续删除")],
    ids=["paper copy", "identity case", "deletion"],
)
def test_a_yes_at_a_step_whose_buttons_confirm_is_asked_about(
    app: AppDriver, driver: Citizen, begins: Callable[[Citizen], None], button: str
) -> None:
    owner = cast.owner(app)
    car(app, owner)
    begins(owner)
    assert button in owner.labels()
    apply(driver)
    owner.says("好的")
    assert owner.labels() == ["同意 #1001 桂A·12345", REQUESTS, "不是，继续填写"]
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_a_no_at_a_step_that_asks_for_a_yes_is_taken(app: AppDriver) -> None:
    driver, owner, other = cast.driver(app), cast.owner(app), cast.third(app)
    cast.car(app, owner)
    cast.car(app, other, plate="桂A54321", engine="X99654321")
    begin(owner, "/file 02 桂A54321 654321")
    apply(driver)
    owner.says("拒绝")
    owner.sees("您已拒绝")


@pytest.mark.parametrize("words", ["好的", "👌", "不"])
def test_a_weak_word_below_the_question_at_a_step_that_takes_text_is_asked_about(app: AppDriver, words: str) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    owner.says("/file 桂A54321")
    apply(driver)
    owner.says(words)
    owner.sees("您是在答复下面的申请吗")
    assert "不是，继续填写" in owner.labels()
    owner.taps("不是，继续填写")
    owner.says(words)
    owner.sees("发动机号")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("拒绝 #1001 桂A·12345", "您已拒绝"),
        ("同意 #1001 桂A·12345", "您已同意"),
        ("拒绝 桂A12345", "您是在答复下面的申请吗"),
        ("同意桂A·12345", "您是在答复下面的申请吗"),
        ("同意 #1001 桂A·12345？", "您是在答复下面的申请吗"),
        ("同意 #1002 桂A·12345", "您是在答复下面的申请吗"),
        ("同意 #1009", "您是在答复下面的申请吗"),
        ("同意 #1001 桂A·12346", "您是在答复下面的申请吗"),
        ("拒绝 #1001 桂A·12346", "您是在答复下面的申请吗"),
        ("同意 桂A12346", "桂A·12346"),
        ("桂A12345", "本人机动车"),
    ],
)
def test_an_answer_that_names_the_plate(app: AppDriver, driver: Citizen, owner: Citizen, words: str, then: str) -> None:
    owner.says(words)
    owner.sees(then)


def test_a_stranger_does_not_learn_which_plate_an_application_is_about(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    stranger, told = cast.third(app), []
    cast.car(app, stranger, plate="桂A54321", engine="X99654321")
    apply(owner, "/file 02 桂A54321 654321")
    for words in ("同意 #1001 桂A·12345", "同意 #1009 桂A·12345"):
        stranger.says(words)
        told.append((stranger.last(), stranger.labels()))
    assert told[0] == told[1]


def test_a_mistyped_plate_behind_the_number_of_an_approval_is_asked_about(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    owner.says("同意")
    owner.says("拒绝 #1001 桂A·12346")
    owner.sees("您说的是这一份吗")
    assert "终止 #1001 桂A·12345" in owner.labels()
    assert status(app, driver) is FilingStatus.CHECKING


def test_a_yes_with_a_plate_at_a_step_that_asks_for_one_can_be_no_answer(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    car(app, owner)
    to_warning(owner)
    apply(driver)
    owner.says("同意 桂A12345")
    assert owner.labels() == ["同意 #1001 桂A·12345", REQUESTS, "不是，继续填写"]
