"""The check of the person with the real comparison: photographs of two people, digits written by hand, a sandbox.

Nothing stands in for anything here: what `make vision` installs must be there, or these stories fail.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.adapters.face_check import ModelFaceCheck
from bot.adapters.pictures import faces
from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.filing.filings import FilingStatus
from storage.review import face_checks
from storage.review.face_checks import FaceCheckAttemptState
from tests.adapters.pictures.handwriting import holding
from tests.adapters.pictures.portraits import COLLINS, HOPPER, another_photo, face, jpeg
from tests.stories import shared_sandbox
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.face_check_steps import agreed, digits, filing_of, to_selfie
from tests.stories.pictures import give_portrait, photo


@pytest.fixture
def app(empty_store: Path, tmp_path: Path) -> Iterator[AppDriver]:
    """An app in which the model compares faces."""
    assert faces.is_installed(), "make vision"
    shutil.copy(empty_store, tmp_path / "desk.db")
    shared = shared_sandbox.shared()
    app = AppDriver(f"sqlite:///{tmp_path / 'desk.db'}", tasks=every_task(Adapters(shared, ModelFaceCheck(shared))))
    yield app
    app.close()


@pytest.fixture
def driver(app: AppDriver) -> Citizen:
    """A driver with the first person's portrait on record, asked for a selfie."""
    driver = agreed(app)
    give_portrait(app, driver, jpeg(face(COLLINS)))
    to_selfie(driver)
    return driver


def test_the_person_on_record_passes_with_the_right_digits(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(holding(COLLINS, digits(driver)))
    driver.sees("恭喜您备案申请成功")
    assert filing_of(app, driver).status is FilingStatus.ACTIVE
    passed = app.read(lambda session: face_checks.last_of(session, filing_of(app, driver).id))
    assert passed.state is FaceCheckAttemptState.PASSED
    assert passed.similarity_permille > 411


def test_another_person_with_the_right_digits_fails_and_needs_photos(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(holding(HOPPER, digits(driver)))
    assert driver.has_seen("不一致")
    driver.sees("手持身份证或驾驶证照片")
    failed = app.read(lambda session: face_checks.last_of(session, filing_of(app, driver).id))
    assert failed.state is FaceCheckAttemptState.FAILED
    assert failed.similarity_permille < 363


def test_the_right_person_with_other_digits_is_left_to_people(app: AppDriver, driver: Citizen) -> None:
    others = digits(driver).translate(str.maketrans("2345689", "3456892"))
    driver.sends_photo(holding(COLLINS, others))
    assert driver.has_seen("没能确认照片里写的是刚才给您的数字")
    assert not driver.has_seen("比对结果")
    driver.sees("手持身份证或驾驶证照片")
    assert filing_of(app, driver).status is FilingStatus.CHECKING


def test_a_photo_of_the_portrait_is_left_to_people_without_a_lost_try(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(jpeg(face(COLLINS), quality=70))
    assert driver.has_seen("需要由工作人员核对")
    driver.sees("手持身份证或驾驶证照片")
    attempt = app.read(lambda session: face_checks.last_of(session, filing_of(app, driver).id))
    assert (attempt.state, attempt.reason) == (FaceCheckAttemptState.DOUBTFUL, "copy")
    driver.taps("先离开")
    driver.says("/progress 1001")
    driver.taps("开始实人认证")
    driver.sees("手持身份证或驾驶证照片")


def test_a_photo_that_was_used_before_is_left_to_people(app: AppDriver, driver: Citizen) -> None:
    for _ in range(2):
        driver.sends_photo(jpeg(another_photo(COLLINS)))
    assert driver.has_seen("需要由工作人员核对")
    driver.sees("手持身份证或驾驶证照片")
    attempts = app.read(lambda session: face_checks.of_filing(session, filing_of(app, driver).id))
    assert [each.reason for each in attempts if each.state is FaceCheckAttemptState.DOUBTFUL] == ["reused"]


def two_people() -> bytes:
    room = Image.new("RGB", (1024, 512))
    for at, person in enumerate((COLLINS, HOPPER)):
        room.paste(face(person).resize((512, 512)), (at * 512, 0))
    return jpeg(room)


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (photo(3), "原因：没有看到脸"),
        (two_people(), "原因：看到不止一张脸，请独自拍"),
        (jpeg(another_photo(COLLINS)), "原因：没有看到数字"),
    ],
    ids=["no face", "two faces", "no digits"],
)
def test_an_unclear_selfie_is_explained_and_can_be_retried(
    app: AppDriver, driver: Citizen, picture: bytes, reason: str
) -> None:
    driver.sends_photo(picture)
    assert driver.has_seen(reason)
    driver.sees("请现在拍一张自拍照", "还可以试 2 次")
    assert filing_of(app, driver).status is FilingStatus.CHECKING
