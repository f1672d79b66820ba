"""Face checks: what follows from each verdict."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.adapters.face_check import NoFaceCheck
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage import files
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from storage.review import face_checks
from storage.review.face_checks import FaceCheckAttemptState
from storage.review.photos import Photo, PhotoState
from tests.stories import shared_sandbox
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.face_check_steps import (
    DARK,
    PASS,
    AppDriverWith,
    ScriptedFace,
    agreed,
    digits,
    filing_of,
    set_face,
    to_selfie,
)
from tests.stories.filing_steps import withdraw
from tests.stories.pictures import photo
from tests.stories.registration_steps import contest


@pytest.fixture
def app_with(empty_store: Path, tmp_path: Path) -> Iterator[AppDriverWith]:
    """An app whose face check follows a script."""
    apps: list[AppDriver] = []

    def make(face: ScriptedFace) -> AppDriver:
        shutil.copy(empty_store, tmp_path / "desk.db")
        tasks = every_task(Adapters(shared_sandbox.shared(), face))
        apps.append(AppDriver(f"sqlite:///{tmp_path / 'desk.db'}", tasks=tasks))
        return apps[0]

    yield make
    apps[0].close()


@pytest.fixture
def driver(app: AppDriver) -> Citizen:
    """A driver whose application the owner has approved."""
    return agreed(app)


def test_a_matching_face_activates_the_filing(app: AppDriver, driver: Citizen) -> None:
    driver.sees("人脸信息使用同意书", "90 天")
    driver.taps("同意，开始人脸认证")
    driver.sees("四个数字", "还可以试 3 次")
    driver.sends_photo(photo(1))
    driver.sees("恭喜您备案申请成功", "#1001")
    assert "不用再办" not in driver.messages()[-2].get("text", "")  # What said that it is compared is gone.
    assert filing_of(app, driver).status is FilingStatus.ACTIVE
    verified = app.read(lambda session: session.get(Person, driver.person_id)).verified_at
    assert verified == app.now
    driver.says("/menu")
    driver.sees("请选择要办理的事项")


def test_another_face_leads_to_photos_and_not_back(app: AppDriver, driver: Citizen) -> None:
    set_face(app, driver, "fail")
    to_selfie(driver)
    driver.sends_photo(photo(1))
    assert driver.has_seen("不一致")
    driver.sees("手持身份证或驾驶证照片")
    assert "‹ 上一步" not in driver.labels()
    driver.taps("先离开")
    driver.says("/progress 1001")
    driver.taps("开始实人认证")
    assert driver.has_seen("人脸比对没有通过")
    driver.sees("手持身份证或驾驶证照片")


def test_photos_can_be_chosen_instead_of_a_face_check(app: AppDriver, driver: Citizen) -> None:
    driver.taps("不比对人脸")
    driver.sees("手持身份证或驾驶证照片")
    assert app.read(lambda session: face_checks.last_of(session, filing_of(app, driver).id)) is None


def test_consent_is_asked_once_and_again_after_its_withdrawal(app: AppDriver, driver: Citizen) -> None:
    to_selfie(driver)
    driver.taps("先离开")
    driver.says("/progress 1001")
    driver.taps("开始实人认证")
    driver.sees("自拍照")
    driver.says("/privacy")
    driver.taps("撤回人脸信息同意")
    driver.taps("确认撤回")
    driver.says("/progress 1001")
    driver.taps("开始实人认证")
    driver.sees("人脸信息使用同意书")


def test_an_unavailable_face_check_leads_to_photos_and_can_be_retried(app: AppDriver, driver: Citizen) -> None:
    set_face(app, driver, "unavailable")
    to_selfie(driver)
    driver.sends_photo(photo(1))
    assert driver.has_seen("暂时不能用")
    driver.sees("手持身份证或驾驶证照片")
    driver.taps("先离开")
    set_face(app, driver, "pass")
    driver.says("/progress 1001")
    driver.taps("开始实人认证")
    driver.sees("自拍照", "还可以试 3 次")
    driver.sends_photo(photo(1))
    driver.sees("恭喜您备案申请成功")


def test_without_a_portrait_on_record_photos_are_asked_for_at_once(app: AppDriver, driver: Citizen) -> None:
    def forget_portrait(session: Session) -> None:
        person = session.get_one(Person, driver.person_id)
        person.portrait_id = None

    driver.taps("先离开")
    app.write(forget_portrait)
    driver.taps("开始实人认证")
    assert driver.has_seen("登记系统里没有您的照片")
    driver.sees("手持身份证或驾驶证照片")


def test_a_desk_without_a_face_check_asks_for_no_consent(app: AppDriver, driver: Citizen) -> None:
    app.use(tasks=every_task(Adapters(shared_sandbox.shared(), NoFaceCheck())), compares_faces=False)
    driver.taps("先离开")
    driver.taps("开始实人认证")
    assert driver.has_seen("不做人脸比对")
    assert "同意书" not in driver.last()
    assert not driver.has_seen("举在脸旁")
    driver.sees("手持身份证或驾驶证照片")
    assert "‹ 上一步" not in driver.labels()
    assert app.read(lambda session: face_checks.open_of(session, filing_of(app, driver).id)) is None


def test_a_used_photo_is_recognised_even_as_a_file(app: AppDriver, driver: Citizen) -> None:
    set_face(app, driver, "fail")
    to_selfie(driver)
    driver.sends_photo(photo(1))
    for as_file in (False, True):
        driver.sends_photo(photo(1), as_file=as_file)
        driver.sees("以前用过")


def test_a_forwarded_photo_is_refused(app: AppDriver, driver: Citizen) -> None:
    to_selfie(driver)
    driver.sends_sticker()
    driver.forwards(driver.messages()[-2]["message_id"])
    driver.sees("转发的内容不能用", "自拍照")
    assert filing_of(app, driver).status is FilingStatus.CHECKING


def test_unclear_selfies_are_limited_and_each_is_explained(app_with: AppDriverWith) -> None:
    face = ScriptedFace(DARK, DARK, DARK, DARK)
    app = app_with(face)
    driver = agreed(app)
    to_selfie(driver)
    asked = {digits(driver)}
    for turn in range(2):
        driver.sends_photo(photo(turn))
        assert driver.has_seen("太暗，请到亮的地方拍")
        driver.sees(f"还可以试 {2 - turn} 次")
        asked.add(digits(driver))
    driver.sends_photo(photo(2))
    assert driver.has_seen("次数已用完")
    driver.sees("手持身份证或驾驶证照片")
    count = app.read(
        lambda session: face_checks.count(session, filing_of(app, driver).id, FaceCheckAttemptState.UNCLEAR)
    )
    assert count == 3
    assert len(asked) > 1
    assert {question.digits for question in face.questions} == asked


def test_a_verdict_counts_after_the_person_has_left_the_flow(app_with: AppDriverWith) -> None:
    app = app_with(ScriptedFace(None, PASS))
    driver = agreed(app)
    to_selfie(driver)
    driver.sends_photo(photo(1))
    driver.sees("正在比对")
    driver.taps("先离开")
    driver.says("/language")
    app.later(minutes=5)
    driver.sees("恭喜您备案申请成功")


def test_a_tap_during_the_comparison_shows_that_it_is_running(app_with: AppDriverWith) -> None:
    app = app_with(ScriptedFace(None, PASS))
    driver = agreed(app)
    to_selfie(driver)
    driver.sends_photo(photo(1))
    driver.says("慢慢看")
    driver.sees("不用打字", "正在比对")
    driver.says("/progress 1001")
    driver.taps("开始实人认证")
    driver.sees("正在比对")
    app.later(minutes=5)
    driver.sees("恭喜您备案申请成功")


def test_an_application_withdrawn_during_the_comparison_stays_withdrawn(app_with: AppDriverWith) -> None:
    app = app_with(ScriptedFace(None, PASS))
    driver = agreed(app)
    to_selfie(driver)
    driver.sends_photo(photo(1))
    driver.says("/progress 1001")
    withdraw(driver)
    app.later(minutes=5)
    assert filing_of(app, driver).status is FilingStatus.WITHDRAWN
    assert not driver.has_seen("恭喜")


def test_the_selfie_is_encrypted_and_deleted_after_its_days(app: AppDriver, driver: Citizen) -> None:
    to_selfie(driver)
    driver.sends_photo(photo(1))
    kept = app.read(lambda session: session.exec(select(Photo)).one())
    assert kept.state is PhotoState.USED
    assert kept.file_id is not None
    app.later(days=89)
    app.write(app.desk.housekeeping.round)
    assert app.read(lambda session: files.read(session, kept.file_id)) is not None
    app.later(days=2)
    app.write(app.desk.housekeeping.round)
    assert app.read(lambda session: files.read(session, kept.file_id)) is None


def test_a_matching_face_verifies_nobody_under_an_id_number_that_somebody_else_holds(app_with: AppDriverWith) -> None:
    app = app_with(ScriptedFace(None, PASS))
    driver = agreed(app)
    to_selfie(driver)
    driver.sends_photo(photo(1))
    contest(app, driver)
    app.later(minutes=5)
    assert driver.has_seen("已由别人通过核实，申请已结束")
    assert filing_of(app, driver).status is FilingStatus.REFUSED
    assert app.read(lambda session: session.get(Person, driver.person_id)).verified_at is None
