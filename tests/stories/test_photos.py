"""Photos for a review: one by one, as an album, replaced, swapped, refused, submitted, encrypted."""

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import Session

from bot.adapters.pictures.perceptual_hash import PictureHashes, hamming_distance
from storage import files
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus
from storage.review import reviews
from storage.review.reviews import Review, ReviewStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.pictures import bomb, photo, with_place


@pytest.fixture
def driver(app: AppDriver) -> Citizen:
    """A driver without a portrait, asked for photos."""
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("同意")
    driver.sees("手持身份证或驾驶证照片")
    return driver


def review_of(app: AppDriver, driver: Citizen) -> Review:
    """Return the newest review of the driver's newest application."""
    filing: Filing = app.read(lambda session: filings.all_of_filer(session, driver.person_id))[0]
    found: Review = app.read(lambda session: reviews.of_filing(session, filing.id))[-1]
    return found


def test_the_first_question_stands_once_below_the_example(driver: Citizen) -> None:
    shown = [(message.get("text", ""), "photo" in message) for message in driver.messages()]
    assert sum("第一张" in text for text, _ in shown) == 1
    assert shown[-2][1]


def test_two_photos_sent_one_by_one_are_submitted(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1))
    driver.sees("手持证件照", "第二张：现场照片")
    driver.sends_photo(photo(2))
    driver.sees("请再看一遍", "现场照片")
    driver.taps("提交审核")
    driver.sees("已提交人工审核", "#1001", "2026年11月26日")
    review = review_of(app, driver)
    assert (review.round, review.status) == (1, ReviewStatus.WAITING)
    assert review.advice["handheld"] == ["no_face", "no_document"]
    filing = app.read(lambda session: session.get(Filing, review.filing_id))
    assert filing.status is FilingStatus.IN_REVIEW
    driver.says("/progress 1001")
    driver.sees("转人工审核", "工作人员正在审核")


def test_an_album_is_taken_in_the_order_of_its_messages(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1), photo(2))
    driver.sees("请再看一遍")
    driver.taps("提交审核")
    first, second = kept_photos(app, review_of(app, driver))
    assert looks_like(first, photo(1))
    assert looks_like(second, photo(2))


def test_a_photo_can_be_replaced_and_the_two_can_be_swapped(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1), photo(2))
    driver.taps("重拍手持证件照")
    driver.sees("第一张")
    driver.sends_photo(photo(3))
    driver.sees("请再看一遍")
    driver.taps("两张发反了")
    driver.taps("提交审核")
    first, second = kept_photos(app, review_of(app, driver))
    assert looks_like(first, photo(2))
    assert looks_like(second, photo(3))


def test_a_third_photo_asks_which_one_to_replace(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1), photo(2))
    driver.sends_photo(photo(3))
    driver.sees("要换哪一张")
    assert "重拍现场照片" in driver.labels()


def test_a_replaced_photo_may_be_sent_again_but_not_for_both_slots(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1))
    driver.sends_photo(photo(1))
    driver.sees("以前用过", "第二张：现场照片")
    driver.taps("重拍手持证件照")
    driver.sends_photo(photo(2))
    driver.sends_photo(photo(1))
    driver.sees("请再看一遍")


def test_photos_sent_for_review_cannot_be_used_for_another_case(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1), photo(2))
    driver.taps("提交审核")
    other = cast.third(app)
    cast.car(app, cast.citizen(app, "赵六", cast.id_number(9), "+8613800000009"), plate="桂A54321")
    apply(other, "/file 02 桂A54321 123456")
    app.write(lambda session: agree_to(session, other))
    other.says("/progress 1002")
    other.taps("开始实人认证")
    other.sends_photo(photo(1))
    other.sees("以前用过", "第一张")


def test_nothing_is_submitted_while_a_photo_is_missing(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1), photo(2))
    _, send = driver.button("提交审核")
    app.later(hours=25)
    app.write(app.desk.housekeeping.round)
    driver.taps("提交审核")
    driver.sees("照片不全")
    assert send
    driver.taps("重拍手持证件照")
    driver.sends_photo(photo(3))
    driver.taps("重拍现场照片")
    driver.sends_photo(photo(4))
    driver.taps("提交审核")
    driver.sees("已提交人工审核")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"just words", "不是照片"),
        (b"", "不是照片"),
        (bomb(), "尺寸太大"),
        (photo(1)[: len(photo(1)) // 20], "坏了"),
        (b"%PDF-1.7 and so on", "这种格式不能用"),
    ],
    ids=["words", "nothing", "bomb", "truncated", "pdf"],
)
def test_a_hostile_file_is_explained_and_the_photo_asked_for_again(
    driver: Citizen, content: bytes, sentence: str
) -> None:
    driver.sends_photo(content, as_file=True)
    driver.sees(sentence, "第一张")


def test_the_location_of_a_photo_is_not_stored(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(with_place(1), as_file=True)
    driver.sends_photo(photo(2))
    driver.taps("提交审核")
    first, _ = kept_photos(app, review_of(app, driver))
    assert b"Nanning" in with_place(1)
    assert b"Exif" not in first
    assert b"Nanning" not in first


def test_photos_are_encrypted_on_disk_and_deleted_after_their_days(app: AppDriver, driver: Citizen) -> None:
    driver.sends_photo(photo(1), photo(2))
    driver.taps("提交审核")
    review = review_of(app, driver)
    pieces = [content[start : start + 32] for content in kept_photos(app, review) for start in (400, 2000, 9000)]
    assert not [piece for piece in pieces if piece in everything_on_disk(app)]
    assert b"JFIF" not in everything_on_disk(app)
    app.later(days=91)
    app.write(app.desk.housekeeping.round)
    assert app.read(lambda session: files.read(session, review.handheld_id)) is None
    assert app.read(lambda session: files.read(session, review.scene_id)) is None


def agree_to(session: Session, filer: Citizen) -> None:
    """Approve as the owner, who has no account in this story."""
    filing = filings.all_of_filer(session, filer.person_id)[0]
    assert filings.move(session, filing, FilingStatus.CHECKING, at=filing.applied_at)


def kept_photos(app: AppDriver, review: Review) -> list[bytes]:
    """Return the photos of the review: the one with the document, the scene."""
    kept = (review.handheld_id, review.scene_id)
    return [app.read(lambda session, each=each: files.read(session, each)).content for each in kept]


def looks_like(one: bytes, other: bytes) -> bool:
    """Return whether two files show the same picture in different compression."""
    hashes = [PictureHashes.of(each, Image.open(io.BytesIO(each))) for each in (one, other)]
    return hamming_distance(hashes[0].perceptual, hashes[1].perceptual) <= 4


def everything_on_disk(app: AppDriver) -> bytes:
    """Return the bytes of the database file and its journal."""
    path = app.database.engine.url.database
    assert path is not None
    return b"".join(each.read_bytes() for each in Path(path).parent.glob("*.db*"))
