"""Certificates shown live: as a picture that is renewed in its message, one at a time, gone once it is left."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.tasks.dependencies import Adapters
from handlers import every_task
from storage.certificates.live_views import LiveView
from tests.stories import cast, certificate_steps, shared_sandbox
from tests.stories.app_driver import AppDriver, WorldFace
from tests.stories.cast import Citizen
from tests.stories.test_failed_files import fail, give_up


def pictures(person: Citizen) -> dict[int, str]:
    """Return the captions of the pictures on the screen by message."""
    return {each["message_id"]: each["caption"] for each in person.messages() if "photo" in each}


def photo(person: Citizen) -> dict[str, Any]:
    """Return the newest picture on the screen: a certificate is upright, what takes its place is not."""
    found: dict[str, Any] = next(each["photo"][-1] for each in reversed(person.messages()) if "photo" in each)
    return found


def test_one_command_shows_the_picture_which_is_renewed_in_its_place_and_put_away(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.show_live(owner)
    (message,) = pictures(owner)
    assert message == owner.messages()[-1]["message_id"]
    owner.sees("桂A·12345", "2027年6月", "10:00:00")
    first = photo(owner)
    app.later(seconds=30)
    assert "10:00:30" in pictures(owner)[message]
    second = photo(owner)
    assert second["file_id"] != first["file_id"]
    assert second["height"] > second["width"]
    app.later(minutes=5)
    assert "已收起" in pictures(owner)[message]
    assert photo(owner)["height"] < photo(owner)["width"]
    owner.taps("再次出示")
    assert message not in pictures(owner)
    owner.sees("有效", "正在实时出示")


def test_a_tap_that_leads_elsewhere_takes_the_picture_away(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.show_live(owner)
    owner.taps("分享码")
    assert not pictures(owner)
    count = len(owner.messages())
    app.later(minutes=6)
    owner.sees("的分享码")
    assert len(owner.messages()) == count


def test_showing_another_certificate_puts_the_first_away(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.car(app, owner, plate="桂A54321")
    certificate_steps.show_live(owner, "桂A·12345")
    first = owner.messages()[-1]["message_id"]
    certificate_steps.show_live(owner, "桂A·54321")
    app.later(seconds=1)
    shown = pictures(owner)
    assert "已收起" in shown[first]
    assert sum("有效" in text and "桂A·" in text for text in shown.values()) == 1
    app.later(seconds=30)
    assert "桂A·54321" in owner.last()
    assert pictures(owner)[first] == shown[first]


def test_a_view_that_is_renewed_goes_on(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.show_live(owner)
    owner.taps("刷新")
    app.later(seconds=31)
    owner.sees("有效")


@pytest.mark.parametrize("from_start", [True, False])
def test_the_words_stay_where_no_picture_can_be_drawn(app: AppDriver, from_start: bool) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.show_live(owner) if not from_start else None
    every = every_task(Adapters(shared_sandbox.shared(), WorldFace(app.client)))
    app.use(tasks={**every, "certificates.draw-live": fail})
    certificate_steps.show_live(owner) if from_start else owner.taps("刷新")
    owner.sees("桂A·12345", "2027年6月", "有效")
    assert len(pictures(owner)) == (0 if from_start else 1)
    give_up(app)
    owner.sees("已收起")
    assert not pictures(owner)
    assert not owner.has_seen("正在实时出示")


def test_a_picture_that_is_drawn_when_the_view_has_ended_meanwhile_is_not_shown(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    every = every_task(Adapters(shared_sandbox.shared(), WorldFace(app.client)))

    async def end_meanwhile(resources: Any, **arguments: Any) -> Any:
        drawn = await every["certificates.draw-live"](resources, **arguments)
        ended = (
            update(LiveView)
            .where(col(LiveView.id) == UUID(arguments["view"]))
            .values(until=app.now - timedelta(seconds=1))
        )
        await resources.database.write(lambda session: session.execute(ended))
        return drawn

    app.use(tasks={**every, "certificates.draw-live": end_meanwhile})
    certificate_steps.show_live(owner)
    assert not pictures(owner)
    app.later(seconds=30)
    owner.sees("已收起")
    assert photo(owner)["height"] < photo(owner)["width"]
