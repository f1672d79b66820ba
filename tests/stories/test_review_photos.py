"""Photos of a case: watermarked copies, recorded views, deletion from chat and store."""

import io
from typing import Any
from uuid import uuid4

from PIL import Image
from sqlmodel import select

from storage import files
from storage.audit import Action, AuditEntry
from storage.engine import inbox
from storage.files import StoredFile
from storage.review.photo_views import PhotoView
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.pictures import give_portrait
from tests.stories.review_steps import case, photos_of, small
from tests.stories.test_photos import everything_on_disk


def test_reviewers_get_watermarked_copies_of_the_photos(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    shown = photos_of(reviewer)
    assert [message["caption"].split("　")[0] for message in shown] == ["手持证件照", "现场照片"]
    for message, original in zip(shown, (small(2), small(3)), strict=True):
        assert differs(download(app, message), original)


def test_every_photo_view_is_audited_without_personal_data(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    review = case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/case 1001")
    entries: list[AuditEntry] = app.read(
        lambda session: [one for one in stored(session, AuditEntry) if one.action == Action.PHOTO_VIEWED.value]
    )
    assert [one.details for one in entries] == 2 * ['{"slot": "handheld"}', '{"slot": "scene"}', '{"slot": "facts"}']
    assert {one.on for one in entries} == {review.id}
    assert len({one.by for one in entries}) == 1
    viewings = app.read(lambda session: stored(session, PhotoView))
    assert [one.ended_at is None for one in viewings] == 3 * [False] + 3 * [True]


def test_name_number_and_portrait_are_shown_beside_the_photos_until_the_decision(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    give_portrait(app, driver)
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    facts = ("姓名：李建国", f"证件号码：{cast.id_number(1)}")
    assert all(reviewer.has_seen(each) for each in facts)
    assert [message["caption"].split("　")[0] for message in photos_of(reviewer)][2:] == ["登记照"]
    assert not any("没有登记照" in message.get("text", "") for message in reviewer.messages())
    reviewer.says("/pass 1001")
    assert not photos_of(reviewer)
    assert not any(each in message.get("text", "") for message in reviewer.messages() for each in facts)
    assert not app.read(copies)


def test_one_set_of_photos_is_shown_at_a_time_and_none_after_the_decision(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/case 1001")
    assert len(photos_of(reviewer)) == 2
    reviewer.says("/return 1001 3")
    assert not photos_of(reviewer)
    assert not app.read(copies)


def test_the_originals_are_deleted_after_the_days_of_the_rule(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    review = case(app, driver, cast.car(app, cast.owner(app)))
    app.later(days=20)
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    for days, kept in ((89, True), (2, False)):
        app.later(days=days)
        app.write(app.desk.housekeeping.round)
        for file_id in (review.handheld_id, review.scene_id):
            found = app.read(lambda session, file_id=file_id: files.read(session, file_id))
            assert (found is not None) is kept


def test_a_case_without_photos_says_so_and_can_be_returned(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    review = case(app, driver, cast.car(app, cast.owner(app)))
    app.write(lambda session: files.delete_file(session, review.scene_id))
    reviewer.says("/take")
    reviewer.sees("有照片已经删除", "退办")
    assert len(photos_of(reviewer)) == 1
    reviewer.taps("退办：文字看不清")
    reviewer.sees("已退办")


def test_copies_that_arrive_after_the_release_are_deleted_silently(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/release 1001")
    copy = app.write(lambda session: files.store(session, b"copy", kind="viewing", name="", media_type="", at=app.now))
    deliver(app, reviewer, "reviews.copies", {"review": review.id.hex, "copies": {"scene": copy.hex}})
    reviewer.sees("已放回队列")
    assert not photos_of(reviewer)
    assert not app.read(copies)


def test_a_failure_to_make_copies_offers_the_queue(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    deliver(app, reviewer, "reviews.copies", {"failed": True})
    reviewer.sees("照片没能准备好")


def test_copies_are_encrypted_on_disk(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    assert b"JFIF" not in everything_on_disk(app)


def download(app: AppDriver, message: dict[str, Any]) -> bytes:
    answer = app.wait(app.client.get(f"/world/files/{message['photo'][-1]['file_id']}"))
    return answer.content


def differs(shown: bytes, original: bytes) -> bool:
    """Return whether a picture is watermarked: the same size, other pixels."""
    one, other = Image.open(io.BytesIO(shown)).convert("L"), Image.open(io.BytesIO(original)).convert("L")
    assert one.size == other.size
    far = sum(abs(a - b) > 60 for a, b in zip(one.tobytes(), other.tobytes(), strict=True))
    return far > one.size[0] * one.size[1] / 200


def copies(session: Any) -> list[StoredFile]:
    return list(session.exec(select(StoredFile).where(StoredFile.kind == "viewing")))


def deliver(app: AppDriver, actor: Actor, task: str, result: dict[str, Any]) -> None:
    """Deliver this result of a task, as if it had come late."""
    lane, reference = f"{app.bot.id}:{actor.id}", uuid4().hex
    content = {"task": task, "reference": reference, "result": result}
    arrived = inbox.NewEvent(inbox.EventSource.RESULT, reference, lane, content)
    app.write(lambda session: inbox.put(session, [arrived], at=app.now))
    app.settle()
