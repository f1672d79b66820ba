"""Returning cases: one reason or several, the reviewer's words, and the new photos."""

from storage import stats
from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import MORNING, AppDriver
from tests.stories.cast import Citizen
from tests.stories.pictures import photo
from tests.stories.review_steps import case, filing_of, review_of, submit


def test_the_button_for_another_reason_asks_for_a_text(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("退办：几条原因")
    reviewer.sends_sticker()
    reviewer.sees("贴纸", "写一句说明")
    reviewer.says("证件过期了")
    reviewer.sees("审核员说明：证件过期了")
    reviewer.taps("退办")
    reviewer.sees("已退办：见审核员说明。会通知申请人和车主。")
    driver.sees("证件过期了")


def test_a_case_is_returned_for_several_reasons_with_words(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("退办：几条原因")
    assert "退办" not in reviewer.labels()
    for box in ("☐ 文字看不清", "☐ 照片不是申请人", "☑ 已选：照片不是申请人", "☐ 不是本人的证件"):
        reviewer.taps(box)
    reviewer.says("长" * 201)
    reviewer.sees("请写 1 到 200 个字")
    reviewer.says("右下角反光")
    reviewer.says("左下角反光")
    reviewer.taps("退办")
    reviewer.sees("不是您本人的证件", "文字看不清")
    assert review_of(app, review).reason == filing_of(app, review).return_reason == "anothers-document illegible"
    driver.sees("不是您本人的证件", "文字看不清", "审核员说明：左下角反光")
    assert "不像是您本人" not in driver.last()
    driver.says("/progress 1001")
    driver.sees("不是您本人的证件", "文字看不清", "左下角反光")
    submit(app, filing_of(app, review), seed=2)
    reviewer.says("/take")
    reviewer.sees("第 1 轮退办：手持证件照里不是您本人的证件", "文字看不清", "（左下角反光）")
    reviewer.says("/return 1001 3，1 还是反光")
    assert filing_of(app, review).return_reason == "anothers-document illegible"
    reviewer.says("/return 1001 1,7")
    reviewer.sees("退办原因是 1")
    assert [count for _, count in app.read(lambda session: stats.return_reasons(session, since=MORNING))] == [2, 2]


def test_a_returned_case_needs_one_tap_and_new_photos_only(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/return 1001 3")
    driver.taps("重拍照片")
    driver.sees("手持身份证或驾驶证照片")
    driver.sends_photo(photo(11), photo(12))
    driver.taps("提交审核")
    driver.sees("已提交人工审核")
    assert filing_of(app, review).status is FilingStatus.IN_REVIEW
    reviewer.says("/take")
    reviewer.sees("第 2 轮", "第 1 轮退办：证件上的文字看不清")
    reviewer.taps("通过")
    assert filing_of(app, review).status is FilingStatus.ACTIVE


def test_photos_sent_right_after_the_return_are_taken(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    driver.sends_photo(photo(13))
    driver.sees("现在没有其他事项需要图片")  # Nothing waits for a photo.
    reviewer.says("/take")
    reviewer.says("/return 1001 3")
    driver.sends_photo(photo(11), photo(12))
    driver.taps("提交审核")
    driver.sees("已提交人工审核")
    assert filing_of(app, review).status is FilingStatus.IN_REVIEW


def test_a_photo_of_somebody_with_two_returned_cases_is_not_taken(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    for at, plate in enumerate(("桂A12345", "桂A12346"), start=1):
        case(app, driver, cast.car(app, owner, plate=plate), seed=at)
        reviewer.says("/take")
        reviewer.says(f"/return {1000 + at} 3")
    driver.sends_photo(photo(11))
    driver.sees("不止一件申请要重拍")
    driver.taps("重拍 #1002")
    driver.sees("手持身份证或驾驶证照片")
