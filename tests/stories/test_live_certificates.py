"""Certificates shown live: one at a time, the other one is put away."""

from tests.stories import cast, certificate_steps
from tests.stories.app_driver import AppDriver


def test_showing_another_certificate_puts_the_first_away(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.car(app, owner, plate="桂A54321")
    certificate_steps.show_live(owner, "桂A·12345")
    first = owner.messages()[-1]["message_id"]
    certificate_steps.show_live(owner, "桂A·54321")
    app.later(seconds=1)
    texts = {message["message_id"]: message["text"] for message in owner.messages() if "text" in message}
    assert "已收起" in texts[first]
    assert sum("有效" in text and "桂A·" in text and "检验" in text for text in texts.values()) == 1
    app.later(seconds=30)
    assert "桂A·54321" in owner.last()
    after = {message["message_id"]: message["text"] for message in owner.messages() if "text" in message}
    assert after[first] == texts[first]


def test_a_view_that_is_renewed_goes_on(app: AppDriver) -> None:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    certificate_steps.show_live(owner)
    owner.taps("刷新")
    app.later(seconds=31)
    owner.sees("有效")
